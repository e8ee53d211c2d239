// Waits for the first sign-in while the quick start is looked at; without scripts there is a link that looks again.
const step = document.querySelector("[data-awaits]");
if (step) {
  const source = new EventSource(step.dataset.awaits);
  source.addEventListener("message", () => {
    source.close();
    step.textContent = step.dataset.seen;
    const line = step.closest("li");
    const use = line.querySelector("use");
    line.classList.add("done");
    use.setAttribute("href", use.getAttribute("href").replace("#circle", "#circle-check"));
  });
}
