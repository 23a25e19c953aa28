// Package stamp asks a time-stamping authority (RFC 3161) to vouch for the moment
// of a checkpoint.
//
// It promises that a token is kept only when it answers our own question (imprint
// and nonce) and its signature holds, up to the authority's root where one is
// configured. Tokens are plain RFC 3161: "openssl ts -verify" reads them. It is not
// an authority and does not judge which ones are worth trusting.
package stamp
