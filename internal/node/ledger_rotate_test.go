package node_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
	"minhbach/internal/app"
	"minhbach/internal/node"
)

// installation is a prepared directory that is opened again and again.
type installation struct {
	t   *testing.T
	cfg node.Config
	now time.Time
}

func newInstallation(t *testing.T) *installation {
	t.Helper()
	i := &installation{t: t, now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	i.cfg = node.Config{Data: filepath.Join(t.TempDir(), "data"), Now: func() time.Time { return i.now }}
	if err := node.Init(i.cfg.Data, i.now); err != nil {
		t.Fatal(err)
	}
	return i
}

// with opens the node, gives it something to sign, and closes it.
func (i *installation) with(do func(n *node.Node)) {
	i.t.Helper()
	n, err := node.Open(i.t.Context(), i.cfg)
	if err != nil {
		i.t.Fatal(err)
	}
	defer n.Close()
	do(n)
}

func (i *installation) register(n *node.Node, login string) {
	i.t.Helper()
	_, err := n.App.Commands.RegisterAccount(i.t.Context(), app.Caller{Operator: true}, app.RegisterAccount{Login: login, Name: "Nguyễn Văn Thử", Password: "mot mat khau that dai 42"})
	if err != nil {
		i.t.Fatal(err)
	}
	if err := n.Ledger.ToEnd(i.t.Context()); err != nil {
		i.t.Fatal(err)
	}
}

// signedBy lists which of the keys signed the newest checkpoint.
func (i *installation) signedBy(n *node.Node, keys ...string) (by []string) {
	i.t.Helper()
	p, ok := n.Ledger.Latest()
	if !ok {
		i.t.Fatal("nothing is signed")
	}
	for _, key := range keys {
		v, err := note.NewVerifier(key)
		if err != nil {
			i.t.Fatal(err)
		}
		if _, err := note.Open([]byte(p.Note), note.VerifierList(v)); err == nil {
			by = append(by, key)
		}
	}
	return by
}

func (i *installation) key() string {
	i.t.Helper()
	k, err := ledger.ReadKey(i.cfg.LedgerKeyFile())
	if err != nil {
		i.t.Fatal(err)
	}
	return k.Public
}

func TestAKeyIsRotatedAndBothSignForAWhile(t *testing.T) {
	i := newInstallation(t)
	old := i.key()
	var r node.Rotated
	i.with(func(n *node.Node) {
		i.register(n, "can-bo-an")
		var err error
		if r, err = n.RotateLedgerKey(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := n.Ledger.ToEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		if by := i.signedBy(n, r.Old, r.New); len(by) != 2 {
			t.Errorf("right after: signed by %v", by)
		}
		facts, err := n.Repo.History(t.Context(), ledger.Stream)
		if err != nil {
			t.Fatal(err)
		}
		keys, err := ledger.FollowRotations(old, []string{facts[0].Payload.(ledger.KeyRotated).Rotation})
		if err != nil || !slices.Equal(keys, []string{old, r.New}) {
			t.Errorf("whoever pinned the old key gets to %v, %v", keys, err)
		}
	})
	if r.Old != old || r.New != i.key() || r.New == old {
		t.Errorf("%+v", r)
	}
	i.with(func(n *node.Node) {
		i.register(n, "can-bo-chi")
		if by := i.signedBy(n, r.Old, r.New); len(by) != 2 {
			t.Errorf("after a restart: signed by %v", by)
		}
	})
	i.now = i.now.AddDate(0, 0, 31)
	i.with(func(n *node.Node) {
		i.register(n, "can-bo-dung")
		if by := i.signedBy(n, r.Old, r.New); !slices.Equal(by, []string{r.New}) {
			t.Errorf("after the overlap: signed by %v", by)
		}
	})
	if _, err := os.Stat(i.cfg.LedgerKeyFile() + ".previous"); !os.IsNotExist(err) {
		t.Errorf("the old private key is still there: %v", err)
	}
}

func TestARotationThatWasCutShort(t *testing.T) {
	for name, c := range map[string]struct {
		after func(i *installation, old, next []byte) // the files as a crash left them
	}{
		"before the files changed places": {func(i *installation, old, next []byte) {
			os.WriteFile(i.cfg.LedgerKeyFile(), old, 0o600)
			os.WriteFile(i.cfg.LedgerKeyFile()+".next", next, 0o600)
			os.Remove(i.cfg.LedgerKeyFile() + ".previous")
		}},
		"between the two renames": {func(i *installation, old, next []byte) {
			os.Remove(i.cfg.LedgerKeyFile())
			os.WriteFile(i.cfg.LedgerKeyFile()+".next", next, 0o600)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			i := newInstallation(t)
			old, err := os.ReadFile(i.cfg.LedgerKeyFile())
			if err != nil {
				t.Fatal(err)
			}
			var r node.Rotated
			var before string
			i.with(func(n *node.Node) {
				i.register(n, "can-bo-an")
				p, _ := n.Ledger.Latest()
				before = p.Note
				if r, err = n.RotateLedgerKey(t.Context()); err != nil {
					t.Fatal(err)
				}
			})
			next, err := os.ReadFile(i.cfg.LedgerKeyFile())
			if err != nil {
				t.Fatal(err)
			}
			// Nothing may be signed by the successor yet.
			dir := i.cfg.LedgerDir()
			history, err := os.ReadFile(filepath.Join(dir, ledger.HistoryPath))
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(history), "\n")
			for file, text := range map[string]string{ledger.HistoryPath: first + "\n", ledger.CheckpointPath: before} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			c.after(i, old, next)
			i.with(func(n *node.Node) {
				i.register(n, "can-bo-binh")
				if by := i.signedBy(n, r.New); len(by) != 1 {
					t.Errorf("signed by %v", by)
				}
			})
			if got := i.key(); got != r.New {
				t.Errorf("the key in place is %s", got)
			}
		})
	}
}

func TestASuccessorThatWasNeverRecordedIsForgotten(t *testing.T) {
	i := newInstallation(t)
	old := i.key()
	if _, err := ledger.CreateKey(i.cfg.LedgerKeyFile()+".next", "minhbach/never"); err != nil {
		t.Fatal(err)
	}
	i.with(func(n *node.Node) { i.register(n, "can-bo-an") })
	if _, err := os.Stat(i.cfg.LedgerKeyFile() + ".next"); !os.IsNotExist(err) || i.key() != old {
		t.Errorf("it is still there: %v", err)
	}
}
