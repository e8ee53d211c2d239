// OAuth 2.0 Web Message Response Mode: tells the answer to the window that opened or frames this page. The browser delivers it only
// if that window shows a page of the application's origin.
const { target, response } = document.getElementById("answer").dataset;
const application = window.opener ?? (window.parent === window ? null : window.parent);
application?.postMessage({ type: "authorization_response", response: JSON.parse(response) }, target);
