package stamp

import (
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// authority is a TSA made of OpenSSL: what it signs and what it accepts is not ours.
type authority struct {
	t   *testing.T
	dir string
}

const config = `
[ tsa ]
default_tsa = one
[ one ]
dir = %DIR%
serial = $dir/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_alg = sha256
`

func newAuthority(t *testing.T) *authority {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("openssl is missing: install it, the time stamps must be accepted by a program that is not ours")
		}
		t.Skip("SKIPPED: openssl is missing, so nothing outside checks the time stamps")
	}
	a := &authority{t: t, dir: t.TempDir()}
	a.write("tsa.cnf", strings.ReplaceAll(config, "%DIR%", a.dir))
	a.write("serial", "01\n")
	a.write("ext.cnf", "extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\nbasicConstraints = CA:FALSE\n")
	a.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test root", "-days", "30")
	a.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test time stamps")
	a.openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "30", "-extfile", "ext.cnf")
	return a
}

func (a *authority) write(name, text string) {
	a.t.Helper()
	if err := os.WriteFile(filepath.Join(a.dir, name), []byte(text), 0o600); err != nil {
		a.t.Fatal(err)
	}
}

func (a *authority) openssl(args ...string) {
	a.t.Helper()
	cmd := exec.Command("openssl", args...)
	cmd.Dir = a.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		a.t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (a *authority) reply(w http.ResponseWriter, r *http.Request) {
	question, _ := io.ReadAll(r.Body)
	a.write("q.tsq", string(question))
	a.openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "a.tsr")
	answer, err := os.ReadFile(filepath.Join(a.dir, "a.tsr"))
	if err != nil {
		a.t.Error(err)
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	w.Write(answer)
}

func (a *authority) roots() *x509.CertPool {
	pool, err := ReadRoots(filepath.Join(a.dir, "ca.pem"))
	if err != nil {
		a.t.Fatal(err)
	}
	return pool
}

var text = []byte("soctrang.example/log\n5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")

func TestOpenSSLStampsAndAcceptsWhatWeKeep(t *testing.T) {
	a := newAuthority(t)
	listening := httptest.NewServer(http.HandlerFunc(a.reply))
	defer listening.Close()
	asker := &Asker{URL: listening.URL, Client: listening.Client(), Roots: a.roots()}
	token, name, err := asker.Stamp(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	if name != "Test time stamps" {
		t.Errorf("stamped by %q", name)
	}
	a.write("text", string(text))
	a.write("token", string(token))
	a.openssl("ts", "-verify", "-data", "text", "-in", "token", "-token_in", "-CAfile", "ca.pem", "-untrusted", "tsa.pem")

	found, err := Verify(token, text, a.roots())
	if err != nil || !found.Trusted || time.Since(found.Time).Abs() > time.Minute {
		t.Errorf("%+v, %v", found, err)
	}
	if found, err := Verify(token, text, nil); err != nil || found.Trusted {
		t.Errorf("without roots: %+v, %v", found, err)
	}
	if _, err := Verify(token, append(bytes.Clone(text), 'x'), a.roots()); !errors.Is(err, ErrToken) {
		t.Errorf("another text: %v", err)
	}
	if _, err := Verify(token, text, newAuthority(t).roots()); !errors.Is(err, ErrToken) {
		t.Errorf("another root: %v", err)
	}
	// A flip in the certificates' or the container's unsigned parts may leave a valid
	// token; none may change what it says.
	for i := 0; i < len(token); i += 7 {
		bent := bytes.Clone(token)
		bent[i] ^= 1
		if other, err := Verify(bent, text, a.roots()); err == nil && other != found {
			t.Errorf("byte %d: now it says %+v", i, other)
		}
	}
}

func TestAnswersThatAreRefused(t *testing.T) {
	a := newAuthority(t)
	var stale []byte
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.reply(w, r)
		stale, _ = os.ReadFile(filepath.Join(a.dir, "a.tsr"))
	}))
	defer first.Close()
	if _, _, err := (&Asker{URL: first.URL, Client: first.Client(), Roots: a.roots()}).Stamp(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	for name, answer := range map[string]http.HandlerFunc{
		"an answer to an earlier question": func(w http.ResponseWriter, _ *http.Request) { w.Write(stale) },
		"no time stamp":                    func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") },
		"an error":                         func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
		"a flood":                          func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, maxAnswer+1)) },
		"silence": func(_ http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body) // only then the server notices that the client left
			<-r.Context().Done()
		},
	} {
		listening := httptest.NewServer(answer)
		_, _, err := (&Asker{URL: listening.URL, Client: listening.Client(), Roots: a.roots(), Limit: 300 * time.Millisecond}).Stamp(t.Context(), text)
		if err == nil {
			t.Errorf("%s was taken", name)
		}
		listening.Close()
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte{0x30, 0x03, 0x02, 0x01, 0x01})
	f.Fuzz(func(t *testing.T, token []byte) {
		if _, err := Verify(token, text, nil); err == nil {
			t.Error("a token out of nothing")
		}
	})
}
