package secret

import (
	"crypto/rand"
	"encoding/base64"
)

// TokenPrefix lets scanners of repositories and mails recognise a leaked token.
const TokenPrefix = "mb_"

// NewToken makes a secret of 256 random bits for a program.
func (k *Keys) NewToken() string {
	var b [32]byte
	rand.Read(b[:]) // never returns an error
	return TokenPrefix + base64.RawURLEncoding.EncodeToString(b[:])
}
