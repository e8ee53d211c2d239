// OAuth 2.0 Form Post Response Mode: sends the one form of the page. Its button does the same without scripts.
document.forms[0].requestSubmit();
