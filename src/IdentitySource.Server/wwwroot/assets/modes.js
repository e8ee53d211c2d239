// A return type that the ticked modes cannot give is disabled; the sentence below it says what it needs. The server refuses it as well.
const types = [...document.querySelectorAll("input[data-needs]")];
const form = types[0]?.form;
const wanted = new Set(types.filter((type) => type.checked));

const judge = () => {
  const modes = new Set([...form.querySelectorAll("input[name=grant_types]:checked")].map((mode) => mode.value));
  for (const type of types) {
    const fits = type.dataset.needs.split("|").some((way) => way.split(" ").every((mode) => modes.has(mode)));
    type.disabled = !fits;
    type.checked = fits && wanted.has(type);
  }
};

if (form && !form.querySelector("fieldset:disabled")) {
  form.addEventListener("change", ({ target }) => {
    if (types.includes(target)) {
      wanted[target.checked ? "add" : "delete"](target);
    } else if (target.name === "grant_types") {
      judge();
    }
  });
  judge();
}
