// The demo single-page application: authorization code with PKCE (RFC 7636), tokens kept in memory, claims from /me.
const spa = document.getElementById("spa");
const { clientId, issuer, foreign } = spa.dataset;
const redirectUri = location.origin + location.pathname;
const part = (id) => document.getElementById(id);
const base64Url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

function show(claims, refused) {
  part("claims").textContent = JSON.stringify(claims, null, 2);
  part("refused").textContent = refused ?? "";
  part("claims").hidden = part("sign-out").hidden = !claims;
  part("sign-in").hidden = !!claims;
  part("refused").hidden = !refused;
}

async function signIn({ authorization_endpoint }) {
  const begun = { state: random(), verifier: random() };
  sessionStorage.setItem("demo-spa", JSON.stringify(begun));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(begun.verifier));
  location.assign(`${authorization_endpoint}?${new URLSearchParams({
    client_id: clientId, redirect_uri: redirectUri, response_type: "code", scope: "openid profile email",
    state: begun.state, nonce: random(), code_challenge: base64Url(digest), code_challenge_method: "S256",
  })}`);
}

// RFC 6749 §10.12 and RFC 9207: an answer that this page did not ask for, or that another issuer gave, is none.
async function finish(answer, { token_endpoint, userinfo_endpoint }) {
  const begun = JSON.parse(sessionStorage.getItem("demo-spa") ?? "{}");
  sessionStorage.removeItem("demo-spa");
  history.replaceState(null, "", location.pathname);
  if (!answer.get("code") || answer.get("state") !== begun.state || answer.get("iss") !== issuer) {
    throw new Error(answer.get("error") ?? foreign);
  }
  const body = new URLSearchParams({
    grant_type: "authorization_code", client_id: clientId, redirect_uri: redirectUri, code: answer.get("code"), code_verifier: begun.verifier,
  });
  const tokens = await (await fetch(token_endpoint, { method: "POST", body })).json();
  if (tokens.error) throw new Error(tokens.error_description ?? tokens.error);
  const claims = await (await fetch(userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } })).json();
  return { claims, idToken: tokens.id_token };
}

try {
  const discovery = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  const answer = new URLSearchParams(location.search);
  const done = answer.has("code") || answer.has("error") ? await finish(answer, discovery) : null;
  show(done?.claims);
  part("sign-in").addEventListener("click", () => signIn(discovery));
  part("sign-out").addEventListener("click", () => location.assign(`${discovery.end_session_endpoint}?${new URLSearchParams({
    id_token_hint: done.idToken, post_logout_redirect_uri: redirectUri,
  })}`));
} catch (error) {
  show(null, error.message);
}
