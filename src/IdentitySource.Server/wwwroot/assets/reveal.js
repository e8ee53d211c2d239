// Shows and hides the password beside the button.
for (const button of document.querySelectorAll("button[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const [shown, hidden] = button.querySelectorAll("svg");
  button.hidden = false;
  const set = (visible) => {
    field.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
    shown.toggleAttribute("hidden", visible);
    hidden.toggleAttribute("hidden", !visible);
  };
  button.addEventListener("click", () => {
    set(field.type === "password");
    field.focus();
  });
  // A browser offers to keep only what it sees as a password.
  field.form?.addEventListener("submit", () => set(false));
}
