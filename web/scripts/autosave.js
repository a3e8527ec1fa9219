// <cs-autosave> stands in a form and keeps a draft of it at every pause, on leaving a field and on leaving the page.
//
// It posts the form, without its files, to data-url. The server answers 204; or 200 with {"fields": {name: value}, "url": ...}:
// fields are set in the form (the draft's id and count of saves, say), url becomes the page's address, so that a reload finds the
// draft; "time" says when the draft was kept, where the clock of this browser is not the one that other pages go by. 401 says that the session has ended, 409 that the draft was changed elsewhere. Saves follow one another, and a form is
// posted only after the last of them, so that the server never takes one's own save for somebody else's. Nothing is ever put into
// the browser's storage: PCs are shared.

const PAUSE = 1200; // ms without a key before the draft is sent
const RETRY = [2000, 5000, 15000, 30000]; // ms between attempts while it fails, the last one again and again
const LONGEST = 5000; // ms that posting the form waits for a save under way
const KEEPALIVE = 60_000; // bytes a browser surely still sends for a page that is closing (64 KiB for all)

class Autosave extends HTMLElement {
  #form;
  #kept; // the form as the server last had it
  #timer;
  #failures = 0;
  #underway = null; // the save that has not been answered
  #posting = false; // the form itself is on its way, and needs no draft until somebody types again
  #ends = new AbortController();

  connectedCallback() {
    this.#form = this.closest("form");
    if (!this.#form) return;
    this.#kept = this.#read();
    const on = (target, type, run) => target.addEventListener(type, run, { signal: this.#ends.signal });
    on(this.#form, "input", () => this.#typed());
    on(this.#form, "change", () => this.#typed());
    on(this.#form, "focusout", (event) => event.relatedTarget?.type === "submit" || this.#save());
    on(this.#form, "submit", (event) => this.#submit(event));
    on(window, "online", () => this.#save());
    on(window, "pagehide", () => this.#save({ leaving: true }));
    on(window, "pageshow", (event) => event.persisted && this.#typed());
    on(document, "visibilitychange", () => this.#save({ leaving: document.hidden }));
  }

  disconnectedCallback() {
    this.#ends.abort();
    clearTimeout(this.#timer);
  }

  // #read is the form as it would be posted, files left out.
  #read() {
    const fields = [...new FormData(this.#form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(fields).toString();
  }

  #typed() {
    this.#posting = false;
    this.#later(PAUSE);
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
  }

  async #submit(event) {
    clearTimeout(this.#timer);
    this.#posting = true;
    if (!this.#underway) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.race([this.#underway, new Promise((enough) => setTimeout(enough, LONGEST))]);
    this.#underway = null;
    this.#form.requestSubmit(event.submitter);
  }

  #save({ leaving = false } = {}) {
    clearTimeout(this.#timer);
    const body = this.#read();
    if (body === this.#kept || this.#posting || (this.#underway && !leaving)) return;
    const underway = this.#send(body).then((wait) => {
      if (this.#underway === underway) this.#underway = null;
      if (wait) this.#later(wait);
      else if (this.#read() !== this.#kept) this.#later(PAUSE); // what changed meanwhile
    });
    this.#underway = underway;
  }

  // #send sends the form and returns when to try again, 0 for not at all.
  async #send(body) {
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "HX-Request-Type": "partial", // no page is wanted, whatever happens
        },
        keepalive: body.length < KEEPALIVE,
      });
      return await this.#answered(response, body);
    } catch {
      return this.#failed();
    }
  }

  async #answered(response, body) {
    if (response.status === 401 || response.redirected) {
      this.#say("signed-out", this.dataset.signedOut);
      return RETRY.at(-1);
    }
    if (response.status === 409) {
      this.#kept = body;
      this.#say("elsewhere", this.dataset.elsewhere);
      return 0;
    }
    if (!response.ok) return this.#failed();
    this.#failures = 0;
    const same = this.#read() === body;
    const answer = response.status === 200 ? await response.json() : {};
    this.#take(answer);
    this.#kept = same ? this.#read() : body;
    const here = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
    const time = answer.time ?? here.format(new Date());
    this.#say("kept", this.dataset.kept.replace("{time}", time));
    return 0;
  }

  #take({ fields = {}, url }) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.#form.elements.namedItem(name);
      if (field) field.value = value;
    }
    if (url) history.replaceState(history.state, "", url);
  }

  #failed() {
    const wait = RETRY[Math.min(this.#failures, RETRY.length - 1)];
    this.#failures++;
    this.#say("waiting", this.dataset.waiting);
    return wait;
  }

  #say(state, words) {
    const status = this.querySelector('[role="status"]');
    status.dataset.state = state;
    if (status.textContent !== words) status.textContent = words;
    const again = this.querySelector("a");
    if (again) again.hidden = state !== "signed-out";
  }
}

customElements.define("cs-autosave", Autosave);
