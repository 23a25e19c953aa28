package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/fold"
	"minhbach/domain/staff"
	"minhbach/eventstore"
	"minhbach/eventstore/vault"
)

// Whoever has the log and a list of likely logins must learn nothing from it: no
// file of the log holds a name or a login, and no claim is named by a login's hash.
func TestLogHoldsNoNameAndNoGuessableLogin(t *testing.T) {
	o := open(t)
	const login, name = "bich.ngoc.82", "Phạm Thị Bích Ngọc"
	_, err := o.RegisterAccount(t.Context(), operator, RegisterAccount{Login: login, Name: name, Password: phrase})
	o.must(err)
	id, err := o.loginHolder(t.Context(), login)
	o.must(err)
	admin := o.as("quantri")
	const reason = "nghỉ thai sản từ tháng ba"
	_, err = o.DisableAccount(t.Context(), admin, DisableAccount{Account: id, Reason: reason})
	o.must(err)
	bare := sha256.Sum256([]byte("login\x00" + login))
	entries, err := os.ReadDir(filepath.Join(o.dir, "log"))
	o.must(err)
	read := 0
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(o.dir, "log", e.Name()))
		o.must(err)
		read += len(content)
		for _, plain := range []string{login, name, fold.String(name), reason, hex.EncodeToString(bare[:16])} {
			if bytes.Contains(content, []byte(plain)) {
				t.Errorf("%s holds %q", e.Name(), plain)
			}
		}
	}
	if !bytes.Contains(mustRead(t, o.dir), []byte(id)) {
		t.Errorf("the account itself is not in %d bytes of the log: the test looks in the wrong place", read)
	}
}

func mustRead(t *testing.T, dir string) []byte {
	t.Helper()
	var all []byte
	paths, err := filepath.Glob(filepath.Join(dir, "log", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		content, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	return all
}

func TestErasedAccountIsUnknown(t *testing.T) {
	o := open(t)
	o.hire("lan", domain.Contributor, districtID)
	id := o.id["lan"]
	signedIn, err := o.try("lan", phrase)
	o.must(err)
	_, err = o.vault.Destroy(t.Context(), id)
	o.must(err)
	// Even where a read model still has the login.
	_, gone := o.try("lan", phrase)
	_, nobody := o.try("never.was", phrase)
	refused(t, "signing in", gone, ErrRefused)
	refused(t, "a stranger", nobody, ErrRefused)
	_, err = o.DisableAccount(t.Context(), o.as("quantri"), DisableAccount{Account: id, Reason: "Nghỉ việc"})
	refused(t, "a fact with a sealed field", err, ErrPersonErased)
	o.must(o.rebuild())
	a, err := o.People.Account(t.Context(), id)
	if err != nil || !a.Erased || a.Login != "" || a.Name != domain.NameErased {
		t.Errorf("read model: %+v, %v", a, err)
	}
	names, err := o.People.Names(t.Context())
	if err != nil || names[id] != domain.NameErased || names[o.id["quantri"]] != "Cán bộ quantri" {
		t.Errorf("names %v, %v", names, err)
	}
	for lang, want := range map[string]string{"vi": "(đã xóa dữ liệu cá nhân)", "en": "(personal data erased)"} {
		names, err := o.names(InLanguage(t.Context(), lang))
		if err != nil || names[id] != want || names[o.id["quantri"]] != "Cán bộ quantri" {
			t.Errorf("%s: names %v, %v", lang, names, err)
		}
	}
	if _, _, err := o.Resume(t.Context(), signedIn.Sealed); !errors.Is(err, ErrEnded) {
		t.Errorf("a session that ran: %v", err)
	}
	// The login stays taken: an account is one person for ever.
	_, err = o.RegisterAccount(t.Context(), operator, RegisterAccount{Login: "lan", Name: "Lan khác"})
	refused(t, "the login again", err, ErrLoginTaken)
}

func TestLockedVaultRefusesAccountsAndServesNames(t *testing.T) {
	o := open(t)
	o.register("lan")
	o.Deps.Pseudonyms = vault.Closed(vault.ErrNoMaster)
	var c Commands
	accountCommands(o.Deps, &c)
	_, err := c.RegisterAccount(t.Context(), operator, RegisterAccount{Login: "minh", Name: "Minh"})
	refused(t, "registering", err, ErrVaultLocked)
	if names, err := o.People.Names(t.Context()); err != nil || names[o.id["lan"]] != "Cán bộ lan" {
		t.Errorf("names %v, %v", names, err)
	}
}

// Accounts of logs from before the vault go on: version 1 of their facts is in the
// clear, and their login is claimed by its bare hash.
func TestAccountsFromBeforeTheVault(t *testing.T) {
	o := open(t)
	const id = "0190a000-0000-7000-8000-00000000cafe"
	env := eventstore.Envelope{Command: eventstore.NewID(o.clock.Now()), Actor: domain.System}
	o.must(o.Claims.Take(t.Context(), env, claimLogin, "cu.old", id))
	hash, err := o.Secrets.HashPassword(t.Context(), phrase)
	o.must(err)
	set, err := json.Marshal(staff.PasswordSet{Hash: o.Secrets.Seal(purposePassword, id, []byte(hash))})
	o.must(err)
	meta, err := json.Marshal(eventstore.Metadata{Version: 1, Actor: domain.System})
	o.must(err)
	_, err = o.Log.Append(t.Context(), accountPrefix+id, eventstore.Exactly(eventstore.NoRevision),
		eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: staff.TypeRegistered, Metadata: meta, Data: []byte(`{"account":"` + id + `","login":"cu.old","name":"Cán bộ cũ"}`)},
		eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: staff.TypePasswordSet, Metadata: meta, Data: set})
	o.must(err)
	// Before the read model knows it, by the claim alone.
	_, err = o.try("cu.old", phrase)
	o.must(err)
	o.clock.forward(2 * orphanAge)
	_, err = o.RegisterAccount(t.Context(), operator, RegisterAccount{Login: "cu.old", Name: "Người khác"})
	refused(t, "its login", err, ErrLoginTaken)
	// An old claim that nothing came of hinders nobody.
	o.must(o.Claims.Take(t.Context(), env, claimLogin, "cu.orphan", "0190a000-0000-7000-8000-00000000dead"))
	_, err = o.RegisterAccount(t.Context(), operator, RegisterAccount{Login: "cu.orphan", Name: "Người mới"})
	o.must(err)
}
