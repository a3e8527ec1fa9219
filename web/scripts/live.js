// <cs-live data-topic> stands around what should follow something that others may change. While the page is looked at, it listens
// to the server and fires "changed" at what is marked data-live in it, which then asks for itself anew. A page that is not looked
// at listens to nothing: a browser has few connections for all its tabs. It looks again when somebody comes back to it.

class Live extends HTMLElement {
  #source = null;
  #ends = new AbortController();

  connectedCallback() {
    const signal = this.#ends.signal;
    document.addEventListener("visibilitychange", () => this.#tune(), { signal });
    window.addEventListener("pagehide", () => this.#close(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.#tune(), { signal });
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

  #look() {
    for (const part of this.querySelectorAll("[data-live]")) part.dispatchEvent(new CustomEvent("changed"));
  }
}

customElements.define("cs-live", Live);
