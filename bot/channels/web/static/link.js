// The connection. What a person did waits here, in memory only (shared phones), until the service has it.

const WAITS = [1, 2, 4, 8, 15, 30]; // seconds between tries
const PATIENCE = 20; // seconds for an acknowledgement, before the connection counts as dead
const NO_CHAT = 4401;
const OTHER_WINDOW = 4409;

export const newId = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replace(/\+/g, "-").replace(/\//g, "_").slice(0, 22);

export class Link {
  // on: {say, tell, taken, refused}; begun: whether this phone has a chat already.
  constructor(on, begun) {
    this.on = on;
    this.begun = begun;
    this.queue = [];
    this.seen = new Set();
    this.toTell = [];
    this.tries = 0;
    this.socket = null;
    this.timer = null;
    this.due = null;
    this.opening = false;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.socket?.close());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  send(frame) {
    this.queue.push(frame);
    if (this.live) this.pump();
    else this.hurry();
  }

  get live() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  // Try now instead of later.
  hurry() {
    if (this.live || this.opening || (!this.begun && !this.queue.length)) return;
    clearTimeout(this.timer);
    this.open();
  }

  async open() {
    this.opening = true;
    const slow = setTimeout(() => this.tries || this.on.tell("connecting"), 2000);
    try {
      if (!this.begun) {
        const answer = await fetch("/chat/start", { method: "POST" });
        if (!answer.ok) throw new Error(answer.status);
        this.begun = true;
      }
      await this.connect();
    } catch {
      this.later();
    } finally {
      clearTimeout(slow);
      this.opening = false;
    }
  }

  connect() {
    return new Promise((done, failed) => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/chat/ws`);
      socket.onopen = () => {
        this.socket = socket;
        this.sent = null;
        this.on.tell("");
        this.pump();
        done();
      };
      socket.onmessage = (event) => this.take(JSON.parse(event.data));
      socket.onclose = (event) => {
        if (this.socket === socket) this.lost(event.code);
        else failed(new Error(event.code));
      };
    });
  }

  lost(code) {
    this.socket = null;
    clearTimeout(this.due);
    if (code === NO_CHAT) this.begun = false;
    if (code === OTHER_WINDOW) this.on.tell("elsewhere");
    else if (this.begun || this.queue.length) this.later();
  }

  later() {
    this.on.tell("off");
    this.on.waiting(this.queue);
    const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), wait * (700 + 600 * Math.random()));
  }

  // One at a time, so that the order holds whatever happens to the connection.
  pump() {
    const next = this.queue[0];
    if (!this.live || !next || this.sent === next.id) return;
    this.sent = next.id;
    this.socket.send(JSON.stringify(next));
    clearTimeout(this.due);
    this.due = setTimeout(() => this.socket?.close(), PATIENCE * 1000);
  }

  take(frame) {
    this.tries = 0;
    if (frame.say) return this.say(frame.say);
    if (frame.ack !== undefined) return this.settle(frame.ack, () => this.on.taken(frame.ack));
    if (frame.after) return this.again(frame);
    return this.settle(frame.id || this.sent, (refused) => this.on.refused(refused, frame.error));
  }

  // Shown once, told as often as the service asks.
  say(say) {
    if (!this.seen.has(say.id)) {
      if (!this.on.say(say)) return;
      this.seen.add(say.id);
    }
    this.toTell.push(say.id);
    if (this.toTell.length === 1) setTimeout(() => this.tellShown(), 50);
  }

  // Several messages of one answer are told together.
  tellShown() {
    if (this.live) this.socket.send(JSON.stringify({ shown: this.toTell }));
    this.toTell = [];
  }

  settle(id, then) {
    clearTimeout(this.due);
    const settled = this.queue.find((frame) => frame.id === id);
    this.queue = this.queue.filter((frame) => frame !== settled);
    this.sent = null;
    if (settled) {
      this.on.tell("");
      then(settled);
    }
    this.pump();
  }

  again(frame) {
    clearTimeout(this.due);
    this.on.tell(frame.error);
    this.on.waiting(this.queue);
    this.due = setTimeout(() => {
      this.sent = null;
      this.pump();
    }, frame.after * 1000);
  }
}
