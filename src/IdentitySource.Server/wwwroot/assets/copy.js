// Copies the text of the element that data-copy names, and says so where a screen reader listens.
// The button is hidden in the markup: without scripts there is nothing to press, and the text can be selected by hand.
const textOf = (element) => element.tagName === "DL"
  ? Array.from(element.children, (each) => each.textContent.trim() + (each.tagName === "DT" ? ": " : "\n")).join("").trim()
  : element.textContent.trim();

for (const button of document.querySelectorAll("button[data-copy]")) {
  const said = button.querySelector("[role=status]");
  const label = button.querySelector("[data-label]");
  const before = label.textContent;
  let timer = 0;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textOf(document.getElementById(button.dataset.copy)));
    label.textContent = said.textContent = button.dataset.copied;
    clearTimeout(timer);
    timer = setTimeout(() => {
      label.textContent = before;
      said.textContent = "";
    }, 2500);
  });
}
