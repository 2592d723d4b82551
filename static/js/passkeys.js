// Passkeys: asks the browser for one and posts what it gives. A form with data-passkey names where the
// question is: the id of a JSON block, or "fetch" for the address the form posts to.

const questionOf = async (form) => {
  const where = form.dataset.passkey;
  if (where !== "fetch") return JSON.parse(document.getElementById(where).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`passkey: ${answer.status}`);
  return answer.json();
};

async function give(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const { creation_options: made, request_options: asked } = await questionOf(form);
    const key = made ? await webauthnJSON.create(made) : await webauthnJSON.get(asked);
    form.elements.credential.value = JSON.stringify(key);
  } catch {
    failed.hidden = false;
    return;
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.querySelector("button").addEventListener("click", () => give(form));
}
