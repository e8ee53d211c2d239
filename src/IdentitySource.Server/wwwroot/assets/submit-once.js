// A second press while the first is on its way is dropped. The button is not disabled, because a disabled one would not be sent
// and would lose the focus. Coming back by the back button finds the form fresh again.
for (const form of document.querySelectorAll("form[data-once]")) {
  const release = () => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", release);
}
