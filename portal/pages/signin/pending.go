package signin

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"time"
)

// pending carries login and password from the first step to the second, sealed with
// a key that lives and dies with this process and for five minutes only: the page
// never holds a password that anybody can read. A step that reaches another node
// cannot be opened there, and the person types the password again.
type pending struct {
	Login    string    `json:"l"`
	Password string    `json:"p"`
	Until    time.Time `json:"u"`
}

const pendingFor = 5 * time.Minute

var box = func() cipher.AEAD {
	key := make([]byte, 32)
	rand.Read(key) // crypto/rand.Read never returns an error
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // the key has the right length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return aead
}()

func seal(login, password string, now time.Time) string {
	plain, err := json.Marshal(pending{login, password, now.Add(pendingFor)})
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(box.Seal(nil, nil, plain, []byte("sign-in")))
}

func open(text string, now time.Time) (pending, bool) {
	var p pending
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return p, false
	}
	plain, err := box.Open(nil, nil, sealed, []byte("sign-in"))
	if err != nil || json.Unmarshal(plain, &p) != nil {
		return pending{}, false
	}
	return p, now.Before(p.Until)
}
