// Package secret keeps what must not be read: password hashes, the keys of an
// installation, sealed values, tokens and one-time codes.
//
// It promises that comparisons take the same time whatever they find, that a
// sealed value opens only for the purpose and the account it was made for, and
// that signing in cannot exhaust the memory. It decides nothing: who may sign in
// is the account's business, and what is stored where is the log's.
package secret
