// A single-page application on oidc-client-ts. The one page is also the callback of every redirect, of the popup and of the hidden frame.
const home = `${location.origin}/`;

/** Settings come with the first address and stay with the tab, as a build would have them compiled in. */
const given = new URLSearchParams(location.search).get('settings');
if (given) {
  localStorage.setItem('settings', given);
  history.replaceState(null, '', home);
}

const manager = new oidc.UserManager({
  redirect_uri: home,
  post_logout_redirect_uri: home,
  loadUserInfo: true,
  automaticSilentRenew: false,
  userStore: new oidc.WebStorageStateStore({ store: localStorage }),
  ...JSON.parse(localStorage.getItem('settings')),
});

const answered = /[?&#](code|error)=/.test(location.href);
const signedOut = !answered && /[?&]state=/.test(location.search);

/** What the callback brought, for the test to wait on. */
window.callback = (answered ? manager.signinCallback() : signedOut ? manager.signoutCallback() : Promise.resolve(null)).then(
  result => ({ result: plain(result) }),
  error => ({ error: error.error ?? error.message }));

window.app = {
  signIn: parameters => manager.signinRedirect(parameters),
  popup: async parameters => plain(await manager.signinPopup(parameters)),
  renew: () => manager.signinSilent().then(plain, error => ({ error: error.error ?? error.message })),
  user: async () => plain(await manager.getUser()),
  signOut: parameters => manager.signoutRedirect(parameters),
  revoke: () => manager.revokeTokens(),
  forget: () => manager.removeUser(),
};

function plain(user) {
  return user && JSON.parse(JSON.stringify({
    access_token: user.access_token,
    refresh_token: user.refresh_token,
    profile: user.profile,
    state: user.userState ?? user.state,
  }));
}
