// What the console does more comfortably with scripts: local times, shortcuts, the way to a fault. Everything works without.
const isTyping = (target) => target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
const pad = (number) => String(number).padStart(2, "0");

const show = (time) => {
  const at = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}`
    + (time.hasAttribute("data-exact") ? `:${pad(at.getSeconds())}` : "");
};
document.querySelectorAll("time[datetime]").forEach(show);
document.addEventListener("moment", (event) => show(event.target));

// A notice is about what was just done; a reload or a bookmark is not.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(null, "", here);
}

document.getElementById("faults")?.focus();

const help = document.getElementById("shortcuts");
const opener = document.querySelector("[data-shortcuts]");
if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
}

let goes = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || help.open) {
    return;
  }
  const went = goes;
  goes = event.key === "g";
  if (went) {
    const to = help.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (to) {
      location.assign(to.dataset.to);
    }
  } else if (event.key === "?") {
    help.showModal();
  } else if (event.key === "/") {
    const search = document.querySelector("main input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});
