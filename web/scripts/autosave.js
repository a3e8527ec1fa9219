// <cs-autosave> stands in a form and keeps a draft of it at every pause, on leaving a field and on leaving the page.
//
// It posts the form, without its files, to data-url. The server answers 204; or 200 with {"fields": {name: value}, "url": ...}:
// fields are set in the form (the draft's id and count of saves, say), url becomes the page's address, so that a reload finds the
// draft; "time" says when the draft was kept, where the clock of this browser is not the one that other pages go by; "wrong" names
// the fields that are wrong still, where "looked" says that it was looked at. 401 says that the session has ended, 409 that the
// draft was changed elsewhere. While no server answers, the form stays where it is. Every save and the form itself name this tab and count its turns: saves follow one another but for
// the last of a page that closes, which may overtake the one before it. While something could not be kept, the browser asks before
// it leaves the page. Nothing is ever put into the browser's storage: PCs are shared.

const PAUSE = 1200; // ms without a key before the draft is sent
const RETRY = [2000, 5000, 15000, 30000]; // ms between attempts while it fails, the last one again and again
const LONGEST = 5000; // ms that posting the form waits for a save under way
const KEEPALIVE = 60_000; // bytes a browser surely still sends for a page that is closing (64 KiB for all)

class Autosave extends HTMLElement {
  #form;
  #kept; // the form as the server last had it
  #timer;
  #failures = 0;
  #offline = false; // the last save reached no server
  #underway = null; // the save that has not been answered
  #posting = false; // the form itself is on its way, and needs no draft until somebody types again
  #tab = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  #turn = 0;
  #left; // what was sent as the page seemed to close
  #asks = null; // the listener by which the browser asks before it leaves
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
    on(this.#form, "formdata", ({ formData }) => this.#sign(formData));
    on(window, "online", () => this.#save());
    on(window, "pagehide", () => this.#save({ leaving: true }));
    on(window, "pageshow", (event) => event.persisted && this.#typed());
    on(document, "visibilitychange", () => this.#save({ leaving: document.hidden }));
  }

  disconnectedCallback() {
    this.#ends.abort();
    this.#askBeforeLeaving(false);
    clearTimeout(this.#timer);
  }

  // #sign names the tab and the turn in a form that is about to be sent.
  #sign(to) {
    to.set("tab", this.#tab);
    to.set("turn", ++this.#turn);
  }

  // #read is the form as it would be posted, files left out.
  #read() {
    const fields = [...new FormData(this.#form)].filter(([name, value]) => typeof value === "string" && name !== "tab" && name !== "turn");
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
    const lost = this.#offline || !navigator.onLine;
    this.#posting = !lost;
    if (!this.#underway && !lost) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.race([this.#underway, new Promise((enough) => setTimeout(enough, LONGEST))]);
    if (lost && !(await this.#reaches())) return;
    this.#posting = true;
    this.#underway = null;
    this.#form.requestSubmit(event.submitter);
  }

  // #reaches keeps the form once more and says whether a server answered. The browser's page of errors would take the words along.
  async #reaches() {
    const wait = await this.#send(this.#read(), false);
    if (!this.#offline) return true;
    this.#later(wait);
    return false;
  }

  #save({ leaving = false } = {}) {
    clearTimeout(this.#timer);
    const body = this.#read();
    if (body === this.#kept || this.#posting || (this.#underway && (!leaving || body === this.#left))) return;
    if (body.length >= KEEPALIVE) this.#askBeforeLeaving(true);
    if (leaving) this.#left = body;
    const underway = this.#send(body, leaving).then((wait) => {
      if (this.#underway === underway) this.#underway = null;
      if (wait) this.#later(wait);
      else if (this.#read() !== this.#kept) this.#later(PAUSE); // what changed meanwhile
    });
    this.#underway = underway;
  }

  // #send sends the form and returns when to try again, 0 for not at all.
  async #send(body, leaving) {
    const signed = new URLSearchParams(body);
    this.#sign(signed);
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST",
        body: signed,
        headers: { "HX-Request-Type": "partial" }, // no page is wanted, whatever happens
        keepalive: leaving && body.length < KEEPALIVE,
      });
      this.#offline = false;
      return await this.#answered(response, body);
    } catch {
      this.#offline = true;
      return this.#failed();
    }
  }

  // #askBeforeLeaving lets the browser ask whoever leaves while something is not kept.
  #askBeforeLeaving(wanted) {
    if (wanted === (this.#asks !== null)) return;
    if (wanted) {
      this.#asks = (event) => {
        if (!this.#posting && this.#read() !== this.#kept) event.preventDefault();
      };
      addEventListener("beforeunload", this.#asks);
      return;
    }
    removeEventListener("beforeunload", this.#asks);
    this.#asks = null;
  }

  async #answered(response, body) {
    if (response.status === 401 || response.redirected) {
      this.#askBeforeLeaving(true);
      this.#say("signed-out", this.dataset.signedOut);
      return RETRY.at(-1);
    }
    if (response.status === 409) {
      this.#kept = body;
      this.#askBeforeLeaving(false);
      this.#say("elsewhere", this.dataset.elsewhere);
      return 0;
    }
    if (!response.ok) return this.#failed();
    this.#failures = 0;
    this.#askBeforeLeaving(false);
    const same = this.#read() === body;
    const answer = response.status === 200 ? await response.json() : {};
    this.#take(answer);
    this.#kept = same ? this.#read() : body;
    const here = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
    const time = answer.time ?? here.format(new Date());
    this.#say("kept", this.dataset.kept.replace("{time}", time));
    if (answer.looked) this.dispatchEvent(new CustomEvent("cs-looked", { bubbles: true, detail: answer.wrong ?? [] }));
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
    this.#left = undefined;
    this.#askBeforeLeaving(true);
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
