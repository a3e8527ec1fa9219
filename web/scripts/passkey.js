// <cs-passkey data-ask="/address" data-failed="words"> holds a form with the hidden fields request and answer. Its button marked
// data-passkey asks the browser for a passkey (with data-make: for a new one) and then sends the form. Browsers without passkeys
// never see it.

class Passkey extends HTMLElement {
  connectedCallback() {
    const credentials = window.PublicKeyCredential;
    if (!credentials?.parseRequestOptionsFromJSON || !credentials.parseCreationOptionsFromJSON) return;
    this.hidden = false;
    for (const button of this.querySelectorAll("[data-passkey]")) button.hidden = false;
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-passkey]");
      if (!button || button.form.elements.answer.value) return;
      event.preventDefault();
      this.ask(button);
    });
  }

  async ask(button) {
    const status = this.querySelector('[role="status"]');
    const { request, answer } = button.form.elements;
    status.textContent = "";
    try {
      const asked = await fetch(this.dataset.ask, { method: "POST", headers: { Accept: "application/json" } });
      if (!asked.ok) throw new Error(asked.statusText);
      const { secret, publicKey } = await asked.json();
      const given = "make" in this.dataset
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
      request.value = secret;
      answer.value = JSON.stringify(given.toJSON());
      button.form.requestSubmit(button);
    } catch {
      status.textContent = this.dataset.failed; // turned back, nothing fitting here, or too late
    }
  }
}

customElements.define("cs-passkey", Passkey);
