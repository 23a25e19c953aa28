package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"

	"minhbach/domain/staff"
)

// ErrOpen: not sealed here, not for this purpose and account, or changed since.
var ErrOpen = errors.New("secret: sealed value does not open")

// derive makes a key for each use, so that no two uses share one.
func derive(session, sealing []byte, h *Hasher) (*Keys, error) {
	k := &Keys{Hasher: h}
	for _, use := range []struct {
		from []byte
		info string
		aead *cipher.AEAD
	}{
		{sealing, "minhbach staff secrets", &k.sealed},
		{session, "minhbach session cookie", &k.session},
	} {
		key, err := hkdf.Key(sha256.New, use.from, nil, use.info, keySize)
		if err != nil {
			return nil, err
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		// The nonce is random and part of the output. With 2^32 values a key the
		// chance of a repeat stays below 2^-32 (NIST SP 800-38D, 8.3).
		if *use.aead, err = cipher.NewGCMWithRandomNonce(block); err != nil {
			return nil, err
		}
	}
	var err error
	k.mac, err = hkdf.Key(sha256.New, session, nil, "minhbach form token", keySize)
	return k, err
}

// Seal closes a secret of an account. It opens only for the same purpose and account.
func (k *Keys) Seal(purpose, account string, plain []byte) staff.Sealed {
	return staff.Sealed(base64.StdEncoding.EncodeToString(k.sealed.Seal(nil, nil, plain, bind(purpose, account))))
}

// Unseal is the reverse of Seal, or ErrOpen.
func (k *Keys) Unseal(purpose, account string, sealed staff.Sealed) ([]byte, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(string(sealed))
	if err != nil {
		return nil, ErrOpen
	}
	plain, err := k.sealed.Open(nil, nil, raw, bind(purpose, account))
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}

// SealSession makes a cookie value.
func (k *Keys) SealSession(plain []byte) string {
	return base64.RawURLEncoding.EncodeToString(k.session.Seal(nil, nil, plain, nil))
}

// OpenSession reads a cookie value, or ErrOpen.
func (k *Keys) OpenSession(sealed string) ([]byte, error) {
	if len(sealed) > 4096 { // more than any cookie holds
		return nil, ErrOpen
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	if err != nil {
		return nil, ErrOpen
	}
	plain, err := k.session.Open(nil, nil, raw, nil)
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}

// SessionMAC is the form token of a session.
func (k *Keys) SessionMAC(session string) []byte {
	m := hmac.New(sha256.New, k.mac)
	m.Write([]byte(session))
	return m.Sum(nil)
}

// bind writes the parts with their lengths, so that no two pairs look alike.
func bind(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}
