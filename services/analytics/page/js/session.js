// Who is signed in. The token lives in this tab only and goes nowhere but into request headers.

const KEY = 'lianfang.token';
let peers = {};

export function token() { return sessionStorage.getItem(KEY) ?? ''; }
export function signIn(text) { sessionStorage.setItem(KEY, text.trim().replace(/^Bearer\s+/i, '')); }
export function signOut() { sessionStorage.removeItem(KEY); }
export function setPeers(said) { peers = said; }
/** Return the address of a service, '' for our own. */
export function peer(name) { return (peers[name] ?? '').replace(/\/$/, ''); }
export function hasPeer(name) { return Boolean(peers[name]); }

/** Return the token's claims as it tells them; the services check them, the page only shows them. */
export function claims() {
  try {
    const part = token().split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const said = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (c) => c.charCodeAt(0))));
    return { sub: String(said.sub ?? ''), region: String(said.region ?? ''), roles: Array.isArray(said.roles) ? said.roles : [], exp: Number(said.exp) || 0 };
  } catch { return { sub: '', region: '', roles: [], exp: 0 }; }
}
export function may(...roles) { const has = claims().roles; return roles.some((role) => has.includes(role)); }
