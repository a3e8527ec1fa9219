// <cs-leave-out> stands beside free text and asks the server, at every pause and on leaving the field, whether the text seems to
// name a student. The answer stands in its paragraph; nothing is refused, and the text is kept nowhere.

const PAUSE = 1200; // ms without a key
const LOOKED = 32 << 10; // characters, of which the server looks at no more bytes

class LeaveOut extends HTMLElement {
  #field;
  #asked; // the text that was last asked about
  #timer;
  #ends = new AbortController();

  connectedCallback() {
    this.#field = this.closest(".field")?.querySelector("textarea") ?? this.closest(".field")?.querySelector("input");
    if (!this.#field) return;
    this.#asked = this.#field.value;
    const on = (type, run) => this.#field.addEventListener(type, run, { signal: this.#ends.signal });
    on("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE);
    });
    on("change", () => this.#ask());
  }

  disconnectedCallback() {
    this.#ends.abort();
    clearTimeout(this.#timer);
  }

  async #ask() {
    clearTimeout(this.#timer);
    const text = this.#field.value.slice(0, LOOKED);
    if (text === this.#asked) return;
    this.#asked = text;
    if (!/\d/.test(text)) return this.#say("");
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST",
        body: new URLSearchParams({ text }),
        headers: { "HX-Request-Type": "partial" }, // no page is wanted, whatever happens
      });
      if (response.ok && !response.redirected && text === this.#asked) this.#say((await response.json()).words);
    } catch {
      this.#asked = undefined; // asked again at the next pause
    }
  }

  #say(words) {
    const place = this.querySelector("p");
    if (place.textContent !== words) place.textContent = words;
  }
}

customElements.define("cs-leave-out", LeaveOut);
