// <cs-live data-topic> stands around what should follow something that others may change. While the page is looked at, it listens
// to the server, and asks anew for what is marked data-live="address" in it whenever there was a change: the answer takes the
// place of what it holds, or, with data-select, what that finds in the answer takes the place of the whole. With data-every (seconds)
// it asks now and then as well, should the server not be heard. A page that is not looked at listens to nothing: a browser has few
// connections for all its tabs. It looks again when somebody comes back to it. Nothing else on the page is touched, wherever the
// answer comes from.

class Live extends HTMLElement {
  #source = null;
  #ends;
  #busy = false;
  #again = false;

  connectedCallback() {
    this.#ends = new AbortController();
    const signal = this.#ends.signal;
    document.addEventListener("visibilitychange", () => this.#tune(), { signal });
    window.addEventListener("pagehide", () => this.#close(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.#tune(), { signal });
    const every = this.querySelector("[data-every]")?.dataset.every;
    if (every) {
      const timer = setInterval(() => document.hidden || this.#look(), every * 1000);
      signal.addEventListener("abort", () => clearInterval(timer));
    }
    this.#tune();
  }

  disconnectedCallback() {
    this.#ends.abort();
    this.#close();
  }

  #tune() {
    if (document.hidden) return this.#close();
    if (this.#source) return;
    this.#source = new EventSource("/live?topic=" + encodeURIComponent(this.dataset.topic));
    this.#source.addEventListener("open", () => this.#look());
    this.#source.addEventListener("changed", () => this.#look());
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }

  // #look asks once at a time; what changes meanwhile is asked for afterwards.
  async #look() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    do {
      this.#again = false;
      for (const part of this.querySelectorAll("[data-live]")) await this.#ask(part);
    } while (this.#again);
    this.#busy = false;
  }

  async #ask(part) {
    try {
      const answer = await fetch(part.dataset.live, { signal: this.#ends.signal });
      if (answer.status !== 200 || answer.redirected) return; // nothing to say, or signed out meanwhile
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!part.dataset.select) return part.replaceChildren(...page.body.childNodes);
      const now = page.querySelector(part.dataset.select);
      if (now && !part.isEqualNode(now)) part.replaceWith(now);
    } catch {
      // the page is being left, or the server cannot be reached: it is asked again when it can
    }
  }
}

customElements.define("cs-live", Live);
