package secret

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"minhbach/domain/staff"
)

func TestSealedValueOpensOnlyWhereItBelongs(t *testing.T) {
	_, v := made(t)
	_, other := made(t)
	sealed := v.Seal("totp", "acc-1", []byte("JBSWY3DPEHPK3PXP"))
	if plain, err := v.Unseal("totp", "acc-1", sealed); err != nil || string(plain) != "JBSWY3DPEHPK3PXP" {
		t.Fatalf("%q, %v", plain, err)
	}
	raw, _ := base64.StdEncoding.DecodeString(string(sealed))
	raw[len(raw)-1] ^= 1
	tests := map[string]func() ([]byte, error){
		"another purpose":  func() ([]byte, error) { return v.Unseal("password", "acc-1", sealed) },
		"another account":  func() ([]byte, error) { return v.Unseal("totp", "acc-2", sealed) },
		"a shifted border": func() ([]byte, error) { return v.Unseal("totpa", "cc-1", sealed) },
		"another key":      func() ([]byte, error) { return other.Unseal("totp", "acc-1", sealed) },
		"a changed bit": func() ([]byte, error) {
			return v.Unseal("totp", "acc-1", staff.Sealed(base64.StdEncoding.EncodeToString(raw)))
		},
		"nothing":           func() ([]byte, error) { return v.Unseal("totp", "acc-1", "") },
		"no base64":         func() ([]byte, error) { return v.Unseal("totp", "acc-1", "***") },
		"a session's value": func() ([]byte, error) { return v.OpenSession(string(sealed)) },
	}
	for name, open := range tests {
		if plain, err := open(); !errors.Is(err, ErrOpen) || plain != nil {
			t.Errorf("%s: %q, %v", name, plain, err)
		}
	}
	if again := v.Seal("totp", "acc-1", []byte("JBSWY3DPEHPK3PXP")); again == sealed {
		t.Error("sealing twice gave the same value: the nonce repeats")
	}
}

func TestSessionValues(t *testing.T) {
	_, v := made(t)
	_, other := made(t)
	cookie := v.SealSession([]byte("phiên"))
	if plain, err := v.OpenSession(cookie); err != nil || string(plain) != "phiên" {
		t.Errorf("%q, %v", plain, err)
	}
	if strings.ContainsAny(cookie, "=+/; ,\"") {
		t.Errorf("%q does not fit a cookie", cookie)
	}
	for name, value := range map[string]string{"another key": other.SealSession([]byte("phiên")), "cut": cookie[:len(cookie)-2], "long": strings.Repeat("A", 5000), "empty": ""} {
		if _, err := v.OpenSession(value); !errors.Is(err, ErrOpen) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if bytes.Equal(v.SessionMAC("a"), v.SessionMAC("b")) || bytes.Equal(v.SessionMAC("a"), other.SessionMAC("a")) {
		t.Error("form tokens of two sessions or two installations are the same")
	}
}

func FuzzOpenSession(f *testing.F) {
	_, v := made(f)
	f.Add(v.SealSession([]byte("x"))[1:])
	f.Fuzz(func(t *testing.T, s string) {
		if plain, err := v.OpenSession(s); err == nil {
			t.Errorf("%q opened to %q", s, plain)
		}
	})
}
