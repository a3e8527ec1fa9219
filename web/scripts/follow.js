// <cs-follow> stands in a form and shows what its server makes of it: a card as others will see it, say. It sends the form, without
// its files, to data-url at every pause and puts the answer in the place of what it holds. Nothing is announced: whoever wants to
// know looks there. Where no answer comes, what is there stays.

const PAUSE = 400; // ms without a key

class Follow extends HTMLElement {
  #form;
  #shown; // the form of which the answer stands here
  #timer;
  #ends = new AbortController();

  connectedCallback() {
    this.#form = this.closest("form");
    if (!this.#form) return;
    this.#shown = this.#read();
    for (const type of ["input", "change"]) {
      this.#form.addEventListener(type, () => this.#later(), { signal: this.#ends.signal });
    }
    addEventListener("pageshow", () => this.#later(), { signal: this.#ends.signal }); // a browser fills in again what was typed
  }

  disconnectedCallback() {
    this.#ends.abort();
    clearTimeout(this.#timer);
  }

  #read() {
    const fields = [...new FormData(this.#form)].filter(([name, value]) => typeof value === "string" && name !== "tab" && name !== "turn");
    return new URLSearchParams(fields).toString();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#follow(), PAUSE);
  }

  async #follow() {
    const body = this.#read();
    if (body === this.#shown) return;
    const before = this.#shown;
    this.#shown = body;
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { "HX-Request-Type": "partial" }, // no page is wanted, whatever happens
      });
      const html = response.ok && !response.redirected ? await response.text() : null;
      if (html !== null && body === this.#shown) this.innerHTML = html;
    } catch {
      if (body === this.#shown) this.#shown = before; // asked again at the next pause
    }
  }
}

customElements.define("cs-follow", Follow);
