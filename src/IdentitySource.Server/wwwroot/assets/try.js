// The answer of a tried sign-in. What stands in a fragment reaches no server, so it is posted to the page itself, which knows its state.
const answer = new URLSearchParams(location.hash.slice(1));
const form = document.getElementById("answer");

// Neither a code nor a token stays in the history, and a reload repeats nothing.
history.replaceState(null, "", location.pathname);
if (form && [...answer.keys()].length > 0) {
  for (const [name, value] of answer) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}
