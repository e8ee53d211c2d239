// What the ticked modes cannot give is disabled; the sentence below it says what it needs. The server refuses it as well.
const boxes = [...document.querySelectorAll("input[data-needs]:not([data-needs=\"\"])")];
const form = boxes[0]?.form;
const wanted = new Set(boxes.filter((box) => box.checked));

const judge = () => {
  const modes = new Set([...form.querySelectorAll("input[name=grant_types]:checked")].map((mode) => mode.value));
  for (const box of boxes) {
    const fits = box.dataset.needs.split("|").some((way) => way.split(" ").every((mode) => modes.has(mode)));
    box.disabled = !fits;
    box.checked = fits && wanted.has(box);
  }
};

if (form && !form.querySelector("fieldset:disabled")) {
  form.addEventListener("change", ({ target }) => {
    if (boxes.includes(target)) {
      wanted[target.checked ? "add" : "delete"](target);
    } else if (target.name === "grant_types") {
      judge();
    }
  });
  judge();
}
