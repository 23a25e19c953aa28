package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/vault"
)

func TestDestroyedKeyDoesNotComeBack(t *testing.T) {
	v, path := fresh(t)
	sealed := seal(t, v, lan, "Lan")
	kept := seal(t, v, minh, "Minh")
	key := wrapped(t, path)[lan]
	if len(grep(t, filepath.Dir(path), key)) == 0 {
		t.Fatal("the wrapped key is not where the test looks")
	}
	was, err := v.Destroy(t.Context(), lan)
	if err != nil || !was {
		t.Fatalf("%v, %v", was, err)
	}
	gone := func(v *vault.Vault) {
		t.Helper()
		if plain, err := opens(v, lan, sealed); !errors.Is(err, eventstore.ErrErased) {
			t.Errorf("opens to %q, %v", plain, err)
		}
		if _, err := v.Seal(lan, "a.b", "c", []byte("again")); !errors.Is(err, eventstore.ErrErased) {
			t.Errorf("sealing again: %v", err)
		}
		if err := v.Prepare(t.Context(), lan); err != nil {
			t.Error(err)
		}
		if s, err := v.State(t.Context(), lan); err != nil || s != vault.Destroyed {
			t.Errorf("state %v, %v", s, err)
		}
		if plain, err := opens(v, minh, kept); err != nil || plain != "Minh" {
			t.Errorf("somebody else's: %q, %v", plain, err)
		}
		if hits := grep(t, filepath.Dir(path), key); len(hits) > 0 {
			t.Errorf("the wrapped key is still in %v", hits)
		}
	}
	gone(v)
	if was, err := v.Destroy(t.Context(), lan); err != nil || was {
		t.Errorf("a second time: %v, %v", was, err)
	}
	v.Close()
	gone(open(t, path, master))
	// Not by hand either.
	db := raw(t, path)
	for _, query := range []string{`DELETE FROM subject WHERE id = ?`, `UPDATE subject SET wrapped = x'00', key_id = x'00', destroyed = NULL WHERE id = ?`} {
		if _, err := db.Exec(query, lan); err == nil {
			t.Errorf("%s was accepted", query)
		}
	}
}

func TestDestroyInAdvanceLeavesATombstone(t *testing.T) {
	v, _ := fresh(t)
	if was, err := v.Destroy(t.Context(), lan); err != nil || was {
		t.Errorf("%v, %v", was, err)
	}
	if _, err := v.Seal(lan, "a.b", "c", nil); !errors.Is(err, eventstore.ErrErased) {
		t.Errorf("sealing: %v", err)
	}
	all, err := v.Subjects(t.Context())
	if err != nil || len(all) != 1 || all[0].State != vault.Destroyed || !all[0].Created.IsZero() || all[0].Destroyed.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
	for _, id := range []string{"", string(bytes.Repeat([]byte("x"), 201))} {
		if _, err := v.Destroy(t.Context(), id); !errors.Is(err, vault.ErrSubject) {
			t.Errorf("subject of %d bytes: %v", len(id), err)
		}
		if _, err := v.Seal(id, "a.b", "c", nil); !errors.Is(err, vault.ErrSubject) {
			t.Errorf("subject of %d bytes: %v", len(id), err)
		}
	}
}

// A process that dies before the commit leaves the key as it was; one that dies
// after it, with the journal still full, leaves nothing: opening sweeps.
func TestCrashInMidDestroy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault", "vault.db")
	v, err := vault.Open(t.Context(), path, vault.Options{Master: bytes.Clone(master), Wait: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	sealed := seal(t, v, lan, "Lan")
	key := wrapped(t, path)[lan]
	// Half of it: what Destroy writes, never committed.
	db := raw(t, path)
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(`UPDATE subject SET wrapped = zeroblob(length(wrapped))`); err != nil {
		t.Fatal(err)
	}
	half := crash(t, path)
	tx.Rollback()
	if plain, err := opens(open(t, half, master), lan, sealed); err != nil || plain != "Lan" {
		t.Errorf("after a crash before the commit: %q, %v", plain, err)
	}
	// All of it, and the journal not yet emptied: a reader holds it.
	reader, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reader.QueryRow(`SELECT count(*) FROM subject`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Destroy(t.Context(), lan); !errors.Is(err, vault.ErrRemains) {
		t.Errorf("destroying while somebody reads: %v", err)
	}
	whole := crash(t, path)
	if len(grep(t, filepath.Dir(whole), key)) == 0 {
		t.Fatal("nothing is left in the journal: the test shows nothing")
	}
	after := open(t, whole, master)
	if _, err := opens(after, lan, sealed); !errors.Is(err, eventstore.ErrErased) {
		t.Errorf("after a crash behind the commit: %v", err)
	}
	if hits := grep(t, filepath.Dir(whole), key); len(hits) > 0 {
		t.Errorf("opening left the wrapped key in %v", hits)
	}
	// And the one that lives on is told to try again.
	reader.Rollback()
	if was, err := v.Destroy(t.Context(), lan); err != nil || was {
		t.Errorf("again: %v, %v", was, err)
	}
	if hits := grep(t, filepath.Dir(path), key); len(hits) > 0 {
		t.Errorf("the wrapped key is still in %v", hits)
	}
}

func TestDestroyBesideSealing(t *testing.T) {
	v, _ := fresh(t)
	ids := make([]string, 20)
	for i := range ids {
		ids[i] = fmt.Sprintf("subject-%d", i)
	}
	var all sync.WaitGroup
	destroyed := make([]bool, len(ids))
	var mu sync.Mutex
	var values []struct {
		id     string
		sealed []byte
	}
	for i, id := range ids {
		for range 4 {
			all.Go(func() {
				for range 30 {
					sealed, err := v.Seal(id, "a.b", "c", []byte("x"))
					if errors.Is(err, eventstore.ErrErased) {
						return
					}
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					values = append(values, struct {
						id     string
						sealed []byte
					}{id, sealed})
					mu.Unlock()
					if _, err := v.Open(id, "a.b", "c", sealed); err != nil && !errors.Is(err, eventstore.ErrErased) {
						t.Error(err)
						return
					}
				}
			})
		}
		if i%2 == 0 {
			all.Go(func() {
				if _, err := v.Destroy(t.Context(), id); err != nil {
					t.Error(err)
					return
				}
				destroyed[i] = true
				// From the moment Destroy returned.
				if _, err := v.Seal(id, "a.b", "c", nil); !errors.Is(err, eventstore.ErrErased) {
					t.Errorf("sealed after the end: %v", err)
				}
			})
		}
	}
	all.Wait()
	for _, value := range values {
		var i int
		fmt.Sscanf(value.id, "subject-%d", &i)
		plain, err := v.Open(value.id, "a.b", "c", value.sealed)
		if destroyed[i] != errors.Is(err, eventstore.ErrErased) || !destroyed[i] && (err != nil || string(plain) != "x") {
			t.Fatalf("%s, destroyed %v: %q, %v", value.id, destroyed[i], plain, err)
		}
	}
}

// Another process on the same file learns of the end within the age of its cache.
func TestOtherProcessesLearnOfTheEnd(t *testing.T) {
	v, path := fresh(t)
	sealed := seal(t, v, lan, "Lan")
	now := time.Now()
	other, err := vault.Open(t.Context(), path, vault.Options{Master: bytes.Clone(master), Now: func() time.Time { return now }, CacheAge: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := opens(other, lan, sealed); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Destroy(t.Context(), lan); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Second)
	if _, err := opens(other, lan, sealed); !errors.Is(err, eventstore.ErrErased) {
		t.Errorf("a second later: %v", err)
	}
}

// crash copies the files as a dying process leaves them.
func crash(t *testing.T, path string) string {
	t.Helper()
	return filepath.Join(copyDir(t, filepath.Dir(path)), filepath.Base(path))
}
