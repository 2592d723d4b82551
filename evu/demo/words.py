"""What people write: applicants, leaders, unions and owners, in bokmål and nynorsk."""

from typing import Final

Text = tuple[str, str]  # bokmål, nynorsk
WHY: Final[dict[str, Text]] = {
    "teacher": (
        "Vi er få på trinnet med denne kompetansen. Jeg vil bruke det jeg lærer i egen klasse, og "
        "dele det med teamet på fellestida.",
        "Vi er få på trinnet med denne kompetansen. Eg vil bruke det eg lærer i eiga klasse, og "
        "dele det med teamet på fellestida.",
    ),
    "kindergarten-teacher": (
        "Vi har flere barn som trenger mer enn vi kan gi i dag. Studiet kan kobles rett på "
        "arbeidet på avdelingen.",
        "Vi har fleire barn som treng meir enn vi kan gje i dag. Studiet kan koplast rett på "
        "arbeidet på avdelinga.",
    ),
    "vocational-teacher": (
        "Faget endrer seg raskt. Elevene merker det hvis læreren ikke har vært ute i bedrift på "
        "mange år.",
        "Faget endrar seg raskt. Elevane merkar det om læraren ikkje har vore ute i bedrift på "
        "mange år.",
    ),
    "unqualified-teacher": (
        "Jeg har undervist i flere år og trives. Nå vil jeg ha utdanningen som hører til, uten å "
        "slutte i jobben.",
        "Eg har undervist i fleire år og trivst. No vil eg ha utdanninga som høyrer til, utan å "
        "slutte i jobben.",
    ),
    "skilled-worker": (
        "Med fagbrevet kommer jeg inn på fagskole. Jeg vil lære mer om barn som trenger ekstra "
        "støtte, for det er dem jeg er mest sammen med.",
        "Med fagbrevet kjem eg inn på fagskule. Eg vil lære meir om barn som treng ekstra støtte, "
        "for det er dei eg er mest saman med.",
    ),
    "assistant": (
        "Jeg har jobbet med barn i mange år uten papirer på det. Nå vil jeg ha dem, og bli "
        "tryggere i det jeg gjør.",
        "Eg har jobba med barn i mange år utan papir på det. No vil eg ha dei, og bli tryggare i "
        "det eg gjer.",
    ),
    "after-school": (
        "SFO er mer enn oppbevaring. Jeg vil kunne planlegge lek og læring på en bedre måte.",
        "SFO er meir enn oppbevaring. Eg vil kunne planleggje leik og læring på ein betre måte.",
    ),
    "special-needs": (
        "Vi møter de samme familiene i barnehage, skole og barnevern. Felles kunnskap gjør "
        "samarbeidet lettere.",
        "Vi møter dei same familiane i barnehage, skule og barnevern. Felles kunnskap gjer "
        "samarbeidet lettare.",
    ),
    "leader": (
        "Jeg vil bli en bedre leder for alle personalgruppene, ikke bare for dem jeg selv kommer "
        "fra.",
        "Eg vil bli ein betre leiar for alle personalgruppene, ikkje berre for dei eg sjølv kjem "
        "frå.",
    ),
    "instructor": (
        "Vi har fått flere lærlinger. Jeg vil bli flinkere til å veilede dem gjennom hele løpet.",
        "Vi har fått fleire lærlingar. Eg vil bli flinkare til å rettleie dei gjennom heile løpet.",
    ),
}
OF_OTHERS: Final[Text] = (
    "Jeg vil ha fagbrev i det jeg allerede gjør hver dag. Det gir tryggere arbeid og flere "
    "muligheter.",
    "Eg vil ha fagbrev i det eg alt gjer kvar dag. Det gjev tryggare arbeid og fleire "
    "moglegheiter.",
)
RECOMMENDED: Final[tuple[Text, ...]] = (
    (
        "Studiet svarer på et behov vi har beskrevet i planen vår. Vikar er planlagt de dagene "
        "søkeren er borte.",
        "Studiet svarer på eit behov vi har skildra i planen vår. Vikar er planlagd dei dagane "
        "søkjaren er borte.",
    ),
    (
        "Vi mangler denne kompetansen, og søkeren har vist at det lærte kommer kollegene til gode.",
        "Vi manglar denne kompetansen, og søkjaren har vist at det lærte kjem kollegaene til gode.",
    ),
    (
        "Jeg anbefaler søknaden. Fraværet lar seg løse med vikar to dager i uka.",
        "Eg tilrår søknaden. Fråværet lèt seg løyse med vikar to dagar i veka.",
    ),
)
NOT_RECOMMENDED: Final[Text] = (
    "Tre fra samme avdeling har søkt, og vi kan ikke være uten alle samtidig. Jeg anbefaler at "
    "søkeren prøver igjen neste omgang.",
    "Tre frå same avdeling har søkt, og vi kan ikkje vere utan alle samstundes. Eg tilrår at "
    "søkjaren prøver igjen neste omgang.",
)
# By union: what its representative says, and what the owner answers.
STATEMENTS: Final[dict[str, tuple[Text, Text]]] = {
    "lo": (
        (
            "Vi er glade for at assistenter, renholdere og kjøkkenpersonale er med. Det er likevel "
            "færre av dem som får enn av lærerne. Vaktmesterne har ingen kilde i det hele tatt, og "
            "det må kommunen gjøre noe med før neste omgang.",
            "Vi er glade for at assistentar er med. Reinhaldarar og kjøkenpersonale har framleis "
            "inga kjelde. Det må kommunen gjere noko med før neste omgang.",
        ),
        (
            "Vi tar merknaden med i budsjettet. Gruppene uten kilde legges fram for drøfting igjen "
            "i høst.",
            "Vi tek merknaden med i budsjettet. Gruppene utan kjelde blir lagde fram for drøfting "
            "igjen i haust.",
        ),
    ),
    "unio": (
        (
            "Fordelingen følger rangeringen. Vi ber om at vikarer skaffes før studiestart, slik at "
            "belastningen ikke faller på kollegene.",
            "Fordelinga følgjer rangeringa. Vi ber om at vikarar blir skaffa før studiestart, slik "
            "at belastninga ikkje fell på kollegaene.",
        ),
        (
            "Vikarbestillinger opprettes når plassen er akseptert, og følges opp av leder.",
            "Vikarbestillingar blir oppretta når plassen er akseptert, og følgde opp av leiar.",
        ),
    ),
    "ys": (
        (
            "Vi er enige i forslaget. Omgangen er dårlig kjent blant dem som ikke sitter ved en pc "
            "på jobb. Vi ber om oppslag på pauserommene neste gang.",
            "Vi er samde i forslaget. Omgangen er lite kjend blant dei som ikkje sit ved ein pc på "
            "jobb. Vi ber om oppslag på pauseromma neste gong.",
        ),
        (
            "God innvending. Lederne får en plakat å henge opp før neste omgang åpner.",
            "God innvending. Leiarane får ein plakat å hengje opp før neste omgang opnar.",
        ),
    ),
    "akademikerne": (
        ("Vi har ingen merknader til fordelingen.", "Vi har ingen merknader til fordelinga."),
        ("Takk for tilbakemeldingen.", "Takk for tilbakemeldinga."),
    ),
}
MINUTES: Final[Text] = (
    "Forslaget ble gjennomgått gruppe for gruppe. Uttalelsene er besvart skriftlig. Partene var "
    "enige om at vikar skal være på plass før studiestart.",
    "Forslaget vart gjennomgått gruppe for gruppe. Fråsegnene er svara på skriftleg. Partane var "
    "samde om at vikar skal vere på plass før studiestart.",
)
SILENCE: Final[Text] = (
    "Invitert og påminnet, men ga ingen uttalelse innen fristen.",
    "Invitert og påmint, men gav inga fråsegn innan fristen.",
)


def said(text: Text, language: str) -> str:
    return text[1] if language == "nn" else text[0]


def why(group: str, language: str) -> str:
    return said(WHY.get(group, OF_OTHERS), language)
