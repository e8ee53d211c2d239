// Says while an address is typed whether it is free. Without scripts the form says the same when it is sent.
const verdict = document.querySelector("[data-check]");
const field = document.getElementById(verdict.dataset.of);
let waiting;
let asking;

const say = (text, kind) => {
  verdict.textContent = text;
  verdict.className = kind;
};

async function ask() {
  asking = new AbortController();
  try {
    const answer = await fetch(verdict.dataset.check + encodeURIComponent(field.value), { headers: { accept: "application/json" }, signal: asking.signal });
    if (answer.ok && !answer.redirected) {
      const { free, text } = await answer.json();
      say(text, free ? "hint free" : "error");
    }
  } catch {
    // The next letter has been typed, or the server is away; then the form will say it.
  }
}

field.parentElement.append(verdict);
verdict.hidden = false;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  asking?.abort();
  say("", "hint");
  if (field.value.trim()) {
    waiting = setTimeout(ask, 300);
  }
});
