package node_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/domain"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
)

const twoUnits = `level,code,name_vi,name_en,unit_type,parent_code
province,94,Tỉnh Sóc Trăng,Soc Trang Province,Tỉnh,
district,943,Huyện Kế Sách,Ke Sach District,Huyện,94
district,944,Huyện Mỹ Tú,My Tu District,Huyện,94
`

// behind is a node whose log is open to clients of EventStoreDB over TLS.
func behind(t *testing.T) (*testkit.Node, func(login, password string) *esdb.Client) {
	t.Helper()
	n := testkit.New(t, time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	if _, err := n.Import(twoUnits, "2026-01-01"); err != nil {
		t.Fatal(err)
	}
	cert, key := pair(t)
	door, err := n.OpenDoor(node.Door{Listen: "127.0.0.1:0", TLSCert: cert, TLSKey: key, Password: "mot-hai-ba"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- door.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return n, func(login, password string) *esdb.Client {
		t.Helper()
		config, err := esdb.ParseConnectionString(door.URL + "&tlsCAFile=" + cert)
		if err != nil {
			t.Fatal(err)
		}
		config.Username, config.Password, config.Logger = login, password, esdb.NoopLogging()
		client, err := esdb.NewClient(config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { client.Close() })
		return client
	}
}

func pair(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "EC PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func reads(t *testing.T, client *esdb.Client, stream string) error {
	t.Helper()
	r, err := client.ReadStream(t.Context(), stream, esdb.ReadStreamOptions{}, 10)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = r.Recv()
	return err
}

func appends(t *testing.T, client *esdb.Client, stream, typ string) error {
	t.Helper()
	_, err := client.AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{}, esdb.EventData{EventType: typ, ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)})
	return err
}

func wantCode(t *testing.T, what string, err error, want esdb.ErrorCode) {
	t.Helper()
	var e *esdb.Error // FromError does not look into wrapped ones
	if !errors.As(err, &e) || e.Code() != want {
		t.Errorf("%s: %v, want code %d", what, err, want)
	}
}

// Given a draft of another agency, when an editor comes through the door of the log,
// then the draft stays unread and nothing can be forged.
func TestEditorsFindTheLogShut(t *testing.T) {
	n, as := behind(t)
	n.Account("lan", domain.Editor, "943")
	n.Settle()
	const draft = "publication-0190a000-0000-7000-8000-0000000000aa"
	root := as("admin", "mot-hai-ba")
	if err := appends(t, root, draft, "some.fact"); err != nil {
		t.Fatal(err)
	}
	lan := as("lan", testkit.Password)
	wantCode(t, "the draft", reads(t, lan, draft), esdb.ErrorCodeAccessDenied)
	wantCode(t, "its metadata", reads(t, lan, "$$"+draft), esdb.ErrorCodeAccessDenied)
	wantCode(t, "an approval", appends(t, lan, draft, "publication.approved"), esdb.ErrorCodeAccessDenied)
	wantCode(t, "a role for herself", appends(t, lan, "account-"+n.Person("lan").ID, "account.role_granted"), esdb.ErrorCodeAccessDenied)
	wantCode(t, "an access list for herself", appends(t, lan, "$$"+draft, "$metadata"), esdb.ErrorCodeAccessDenied)
	_, err := lan.ReadAll(t.Context(), esdb.ReadAllOptions{}, 10)
	if err == nil {
		r, _ := lan.ReadAll(t.Context(), esdb.ReadAllOptions{}, 10)
		_, err = r.Recv()
	}
	wantCode(t, "the whole log", err, esdb.ErrorCodeAccessDenied)
	_, err = lan.DeleteStream(t.Context(), draft, esdb.DeleteStreamOptions{})
	wantCode(t, "deleting", err, esdb.ErrorCodeAccessDenied)
	wantCode(t, "a group", lan.CreatePersistentSubscriptionToAll(t.Context(), "nhom", esdb.PersistentAllSubscriptionOptions{}), esdb.ErrorCodeAccessDenied)

	// An access list may name editors of one agency.
	acl := `{"$acl":{"$r":["editor@` + n.Agency("943") + `"]}}`
	if _, err := root.AppendToStream(t.Context(), "$$bao-cao", esdb.AppendToStreamOptions{}, esdb.EventData{EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(acl)}); err != nil {
		t.Fatal(err)
	}
	if err := appends(t, root, "bao-cao", "some.fact"); err != nil {
		t.Fatal(err)
	}
	if err := reads(t, lan, "bao-cao"); err != nil {
		t.Errorf("what the list allows: %v", err)
	}
	n.Account("hung", domain.Editor, "944")
	n.Settle()
	wantCode(t, "an editor elsewhere", reads(t, as("hung", testkit.Password), "bao-cao"), esdb.ErrorCodeAccessDenied)
	wantCode(t, "a wrong password", reads(t, as("lan", "sai-mat-khau"), "bao-cao"), esdb.ErrorCodeUnauthenticated)

	if _, err := n.App.Commands.DisableAccount(t.Context(), testkit.Operator, app.DisableAccount{Account: n.Person("lan").ID, Reason: "Nghỉ việc"}); err != nil {
		t.Fatal(err)
	}
	n.Settle()
	n.Clock.Advance(time.Second)
	wantCode(t, "a disabled account", reads(t, lan, "bao-cao"), esdb.ErrorCodeUnauthenticated)
}

// Staff who administer the province see the log and cannot go round the commands.
func TestAdministratorsReadWithAToken(t *testing.T) {
	n, as := behind(t)
	p := n.Account("quantri", domain.Administrator, "94")
	n.Settle()
	wantCode(t, "the password alone", reads(t, as("quantri", testkit.Password), "x"), esdb.ErrorCodeUnauthenticated)
	wantCode(t, "nothing there, and no refusal", reads(t, as("quantri", p.Token()), "x"), esdb.ErrorCodeResourceNotFound)
	wantCode(t, "an approval that no command decided", appends(t, as("quantri", p.Token()), "publication-0190a000-0000-7000-8000-0000000000aa", "publication.approved"), esdb.ErrorCodeAccessDenied)
	wantCode(t, "a district's administrator", reads(t, as("hung", n.Account("hung", domain.Administrator, "943").Token()), "x"), esdb.ErrorCodeAccessDenied)
}

func TestDoorSettings(t *testing.T) {
	cert, key := pair(t)
	for _, c := range []struct {
		cfg  node.Config
		want string
	}{
		{node.Config{Door: node.Door{Listen: "127.0.0.1:0"}}, "eventstore.open"},
		{node.Config{Door: node.Door{Listen: "127.0.0.1:0", Insecure: true}}, ""},
		{node.Config{Door: node.Door{Listen: "localhost:0", Insecure: true}, TLSCert: cert, TLSKey: key}, ""},
		{node.Config{Door: node.Door{Listen: "[::1]:0", Insecure: true}}, ""},
		{node.Config{Door: node.Door{Listen: "0.0.0.0:0", Insecure: true}}, "eventstore.public"},
		{node.Config{Door: node.Door{Listen: ":0", Insecure: true}}, "eventstore.public"},
		{node.Config{Door: node.Door{Listen: ":0"}, TLSCert: cert, TLSKey: key}, ""},
		{node.Config{Door: node.Door{Listen: ":0", TLSCert: cert, TLSKey: key}}, ""},
		{node.Config{Door: node.Door{Listen: ":0", TLSCert: cert}}, "eventstore.tls"},
		{node.Config{Door: node.Door{Listen: ":0", TLSCert: cert, TLSKey: key, Insecure: true}}, "eventstore.both"},
		{node.Config{Door: node.Door{Listen: "2113", Insecure: true}}, "eventstore.address"},
		{node.Config{}, ""},
	} {
		c.cfg.Data = "x"
		err := c.cfg.Validate()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.cfg.Door, err, c.want)
		}
	}
}
