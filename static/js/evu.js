// What the pages do beyond HTML and htmx. Everything works without it.

const find = (root, selector) => [
  ...(root.matches?.(selector) ? [root] : []),
  ...root.querySelectorAll(selector),
];

// Errors: the summary is read first, and its links land on the field.
function focusErrors(root) {
  find(root, "[data-error-summary]")[0]?.focus();
}

// Counter: how many characters are left.
function count(counter) {
  const input = document.getElementById(counter.dataset.counter);
  if (!input) return;
  const left = Number(counter.dataset.limit) - input.value.length;
  counter.toggleAttribute("data-over", left < 0);
  counter.textContent = `${Math.abs(left)} ${left < 0 ? counter.dataset.overBy : counter.dataset.left}`;
}

// Drafts: what is typed stays in this browser until the server says that it has it.
const PREFIX = "evu-draft:";
const KEPT_FOR = 14 * 24 * 60 * 60 * 1000;
const NOT_KEPT = new Set(["hidden", "password", "file", "submit", "button"]);

// A browser may refuse to keep anything; then there simply are no drafts.
function attempt(step, otherwise) {
  try {
    return step();
  } catch {
    return otherwise;
  }
}

const storage = {
  get: (key) => attempt(() => JSON.parse(localStorage.getItem(PREFIX + key)), null),
  set: (key, fields) =>
    attempt(() => localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), fields }))),
  drop: (key) => attempt(() => localStorage.removeItem(PREFIX + key)),
  keys: () =>
    attempt(() => Object.keys(localStorage), [])
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length)),
};

const keptInputs = (form) =>
  [...form.elements].filter((input) => input.name && !NOT_KEPT.has(input.type));

const valuesOf = (form) =>
  keptInputs(form).map((input) =>
    ["checkbox", "radio"].includes(input.type) ? input.checked : input.value,
  );

function restore(form, fields) {
  keptInputs(form).forEach((input, i) => {
    if (typeof fields[i] === "boolean") input.checked = fields[i];
    else if (fields[i] !== undefined) input.value = fields[i];
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function offerDraft(form) {
  const draft = storage.get(form.dataset.draftKey);
  const notice = form.querySelector("[data-draft-notice]");
  if (!draft || !notice) return;
  if (JSON.stringify(draft.fields) === JSON.stringify(valuesOf(form))) {
    storage.drop(form.dataset.draftKey);
    return;
  }
  notice.hidden = false;
  notice.querySelector("[data-draft-restore]").onclick = () => {
    restore(form, draft.fields);
    notice.hidden = true;
  };
  notice.querySelector("[data-draft-discard]").onclick = () => {
    storage.drop(form.dataset.draftKey);
    notice.hidden = true;
  };
}

function dropOldDrafts() {
  for (const key of storage.keys()) {
    if (!(storage.get(key)?.at > Date.now() - KEPT_FOR)) storage.drop(key);
  }
}

// Everything that a new piece of page needs, at load and after each swap.
function prepare(root) {
  find(root, "[data-saved]").forEach((note) => storage.drop(note.dataset.saved));
  find(root, "form[data-draft-key]").forEach(offerDraft);
  find(root, "[data-counter]").forEach(count);
  focusErrors(root);
}

document.addEventListener("input", ({ target }) => {
  if (target.id) {
    document.querySelectorAll(`[data-counter="${CSS.escape(target.id)}"]`).forEach(count);
  }
  const form = target.form;
  if (form?.dataset.draftKey) storage.set(form.dataset.draftKey, valuesOf(form));
});

document.addEventListener("submit", ({ target }) => {
  if (target.hasAttribute("data-clears-drafts")) storage.keys().forEach(storage.drop);
});

// Menus close with Escape and with a click elsewhere.
document.addEventListener("click", ({ target }) => {
  document.querySelectorAll("[data-menu][open]").forEach((menu) => {
    if (!menu.contains(target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("[data-menu][open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// htmx: what the page says while it saves, and where focus goes when the focused thing is swapped away.
const autosaves = (ctx) => ctx.sourceElement.closest("[data-autosave]") !== null;

function sayOfDraft(state) {
  const note = document.getElementById("saved");
  if (!note) return;
  note.dataset.state = state;
  note.textContent = note.dataset[state];
}

function failed(ctx) {
  if (autosaves(ctx)) {
    sayOfDraft("failed");
    return;
  }
  const box = document.getElementById("request-failed");
  const answer = new DOMParser().parseFromString(ctx.text ?? "", "text/html");
  const reason = answer.querySelector("[data-reason]")?.textContent.trim();
  const words = box.querySelector("p");
  words.dataset.usual ??= words.textContent;
  words.textContent = reason || words.dataset.usual;
  box.hidden = false;
}

// A session that ran out sends the request to the login page: go there for real, and come back here.
function toLogin(event) {
  const answer = event.detail.ctx.response.raw;
  const address = new URL(answer.url);
  if (!answer.redirected || !address.searchParams.has("next")) return;
  event.preventDefault();
  if (autosaves(event.detail.ctx)) {
    failed(event.detail.ctx);
    return;
  }
  address.searchParams.set("next", location.pathname + location.search);
  location.assign(address);
}

document.addEventListener("htmx:before:request", ({ detail }) => {
  document.getElementById("request-failed").hidden = true;
  if (autosaves(detail.ctx)) sayOfDraft("saving");
});
document.addEventListener("htmx:after:request", toLogin);
document.addEventListener("htmx:response:error", ({ detail }) => {
  if (![409, 422].includes(detail.ctx.response.status)) failed(detail.ctx);
});
document.addEventListener("htmx:error", ({ detail }) => detail.ctx && failed(detail.ctx));
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const target = detail.ctx.target;
  const region = target?.isConnected ? target : target?.id && document.getElementById(target.id);
  if (!region) return;
  prepare(region);
  if (document.activeElement === document.body && region !== document.body) {
    region.tabIndex = -1;
    region.dataset.region = "";
    region.focus({ preventScroll: true });
  }
});

dropOldDrafts();
prepare(document);
