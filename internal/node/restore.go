package node

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
)

// RestoreOptions of a restoring.
type RestoreOptions struct {
	Backup string              // folder of a backup
	Data   string              // new or empty directory
	To     eventstore.Position // last event to restore; 0: all
	Until  time.Time           // last instant to restore; zero: all
	Keys   string              // folder with the keys of the installation
	// NewKeys makes new keys where the old ones are lost: nobody can sign in until
	// every account has a new password.
	NewKeys bool
	Vault   string   // folder or file of a copy of the vault; empty: what is sealed stays sealed
	Trusted []string // verifier keys of the ledger that are pinned
	// Known is the newest checkpoint that anybody has of this ledger, a signed note:
	// it tells what is lost.
	Known []byte
	// SameEpoch goes on with the same origin and key: for the move of an installation
	// that was stopped before the backup. Known must be the backup's end.
	SameEpoch bool
	Origin    string // of the new epoch; default: the next number behind the old one
	Reason    string // one of ledger.RestoreReasons; default loss

	Now     func() time.Time
	Log     *slog.Logger
	Version string
	Tell    func(vi, en string)
}

// Restored tells what was restored, and what was not.
type Restored struct {
	Data     string    `json:"data"`
	Position uint64    `json:"position"` // of the newest event restored
	Recorded time.Time `json:"recorded"`
	Size     uint64    `json:"size"` // leaves restored
	Root     string    `json:"root"`
	Files    int       `json:"files"`
	Missing  []string  `json:"missing,omitempty"` // hashes that the log names and the backup does not have

	Origin      string `json:"origin"` // of the ledger from now on
	Key         string `json:"key"`
	Previous    string `json:"previous,omitempty"`
	PreviousKey string `json:"previous_key,omitempty"`
	Handed      bool   `json:"handed_over"` // the old key signed for the new one

	LeftOut uint64 `json:"left_out"`        // events of the backup behind the point asked for
	Lost    uint64 `json:"lost"`            // leaves signed according to Known, and gone
	Known   uint64 `json:"known,omitempty"` // size of Known

	States []StateCheck `json:"states"`
	Erased int          `json:"erased"` // persons whose key was still in the copy of the vault, and is destroyed again
	Sealed bool         `json:"sealed"` // personal data cannot be opened: no vault was given
}

// StateCheck compares a read model made anew with that of the backup.
type StateCheck struct {
	Name     string `json:"name"`
	Position uint64 `json:"position"`
	Verdict  string `json:"verdict"` // one of the below
	Hash     string `json:"hash,omitempty"`
}

const (
	StateEqual  = "equal"
	StateSealed = "sealed"  // it shows sealed data, and the vault is not that of the backup
	StateBeyond = "beyond"  // the backup's is of a later moment than what was restored
	StateOther  = "version" // this program makes another version of it
)

// restoring marks a directory that is being filled. Its marker comes last, so no other
// command takes it for a finished one; restoring once more clears it and begins anew.
const restoring = "restoring.json"

// Restore makes a data directory of a backup, after the backup was verified.
//
// The log keeps positions, times and ids up to the point asked for. Read models are
// made anew and compared with the states in the backup. The ledger begins a new epoch
// with an origin and a key of its own, and says so in the log, because checkpoints of
// the old one may be out that this history does not reach; see SameEpoch. What is lost
// is reported against the newest checkpoint known.
func Restore(ctx context.Context, o RestoreOptions) (*Restored, error) {
	if err := o.setDefaults(); err != nil {
		return nil, err
	}
	v, err := VerifyBackup(ctx, o.Backup, VerifyOptions{Keys: o.Trusted, Tell: o.Tell})
	if err != nil {
		return nil, err
	}
	r := &restore{RestoreOptions: o, from: v, cfg: Config{Data: o.Data, Now: o.Now, Log: o.Log, Version: o.Version, Command: "minhbach restore"}}
	r.cfg.setDefaults()
	if err := r.judge(); err != nil {
		return nil, err
	}
	if err := r.claim(); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{r.log, r.content, r.keys, r.vault, r.states, r.epoch, r.finish} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return &r.out, nil
}

func (o *RestoreOptions) setDefaults() (err error) {
	if o.Tell == nil {
		o.Tell = func(string, string) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Reason == "" {
		o.Reason = ledger.RestoredAfterLoss
	}
	if !slices.Contains(ledger.RestoreReasons(), o.Reason) {
		return fmt.Errorf("reason %q: want one of %s", o.Reason, strings.Join(ledger.RestoreReasons(), ", "))
	}
	if o.Keys == "" && !o.NewKeys {
		return ErrRestoreKeys.New()
	}
	o.Data, err = filepath.Abs(o.Data)
	return err
}

// restore under way.
type restore struct {
	RestoreOptions
	from  *VerifiedBackup
	cfg   Config
	known *ledger.Checkpoint
	read  *history // of what was restored
	out   Restored
}

func (r *restore) source(name string) string {
	return filepath.Join(r.Backup, filepath.FromSlash(name))
}

// judge refuses what cannot be, before anything is written.
func (r *restore) judge() error {
	if r.To > eventstore.Position(r.from.Position) {
		return r.point(fmt.Sprint(r.To))
	}
	if len(r.Known) > 0 {
		verifiers, err := verifiersOf(append(slices.Clone(r.Trusted), r.from.Keys...))
		if err != nil {
			return err
		}
		c, _, err := ledger.OpenCheckpoint(r.Known, verifiers...)
		if err != nil {
			return ErrRestoreKnown.New("why", err.Error()).Because(err)
		}
		if c.Origin != r.from.Origin {
			return ErrRestoreKnown.New("why", fmt.Sprintf("%q ≠ %q", c.Origin, r.from.Origin))
		}
		if c.Size == r.from.Size && hex.EncodeToString(c.Root[:]) != r.from.Root {
			return ErrRestoreKnown.New("why", "the backup is of another history of the same size")
		}
		r.known = &c
	}
	if !r.SameEpoch {
		return nil
	}
	refuse := func(why string) error { return ErrRestoreEpoch.New("why", why) }
	switch {
	case r.To != 0 || !r.Until.IsZero():
		return refuse("a part of the history is left out")
	case r.Keys == "":
		return refuse("the ledger's key is needed")
	case r.known == nil:
		return refuse("give the newest published checkpoint with --known")
	case r.known.Size > r.from.Size:
		return refuse(fmt.Sprintf("%d events were signed, the backup has %d", r.known.Size, r.from.Size))
	case r.known.Size < r.from.Size:
		return refuse(fmt.Sprintf("the checkpoint given (%d events) is older than the backup (%d): give the newest", r.known.Size, r.from.Size))
	}
	return nil
}

func (r *restore) point(asked string) error {
	return ErrRestorePoint.New("point", asked, "head", r.from.Position, "recorded", r.from.At())
}

// claim takes an empty directory, or one that an earlier attempt left.
func (r *restore) claim() error {
	if err := os.MkdirAll(r.Data, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(r.Data)
	if err != nil {
		return err
	}
	has := func(name string) bool {
		return slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == name })
	}
	if len(entries) > 0 && (!has(restoring) || has(marker)) {
		return ErrRestoreTarget.New("path", r.Data, "name", entries[0].Name())
	}
	for _, e := range entries {
		if e.Name() == restoring {
			continue
		}
		if err := os.RemoveAll(filepath.Join(r.Data, e.Name())); err != nil {
			return err
		}
	}
	if has(restoring) {
		return nil
	}
	raw, err := json.Marshal(map[string]any{"backup": r.from.Created, "position": r.from.Position, "began": r.Now().UTC()})
	if err != nil {
		return err
	}
	return errors.Join(writeSynced(filepath.Join(r.Data, restoring), raw), syncDir(r.Data))
}

// log brings the events up to the point asked for.
func (r *restore) log(ctx context.Context) error {
	r.Tell("đưa nhật ký về", "bringing the log back")
	from := r.source(backupLog)
	whole := (r.To == 0 || uint64(r.To) == r.from.Position) && r.Until.IsZero()
	if whole {
		sum, _, err := copyOne(from, r.cfg.path("log", "log.db"))
		if err != nil {
			return err
		}
		r.read = r.from.read
		if listed, err := r.listed(backupLog); err != nil || sum != listed {
			return ErrBackupChanged.New("file", backupLog).Because(err)
		}
		return r.tell(syncDir(r.cfg.path("log")))
	}
	c, err := sqlite.OpenCopy(ctx, from)
	if err != nil {
		return err
	}
	defer c.Close()
	r.read = &history{files: map[[32]byte]bool{}}
	events := func(yield func(eventstore.Event, error) bool) {
		for ev, err := range c.ReadAll(ctx, 0) {
			if err == nil {
				if r.To != 0 && ev.Position > r.To || !r.Until.IsZero() && ev.Recorded.After(r.Until) {
					return
				}
				err = r.read.take(ev)
			}
			if !yield(ev, err) {
				return
			}
		}
	}
	if _, err := sqlite.Import(ctx, r.cfg.path("log"), sqlite.Options{MaxEventBytes: largestEvent, Now: r.Now, Command: r.cfg.Command}, events); err != nil {
		return err
	}
	if r.read.position == 0 {
		asked := fmt.Sprint(r.To)
		if !r.Until.IsZero() {
			asked = r.Until.Format(time.RFC3339)
		}
		return r.point(asked)
	}
	return r.tell(nil)
}

// largestEvent lets a backup of an engine with larger events in.
const largestEvent = 64 << 20

// listed is the hash that the backup's list has for a file.
func (r *restore) listed(name string) (string, error) {
	_, files, err := readManifest(r.Backup)
	return files[name], err
}

// tell what of the log is there now.
func (r *restore) tell(err error) error {
	root := r.read.tree.Root()
	r.out = Restored{
		Data: r.Data, Position: uint64(r.read.position), Recorded: r.read.last.Recorded, Size: r.read.tree.Size(), Root: hex.EncodeToString(root[:]),
		LeftOut: r.from.Size - r.read.tree.Size(), // positions may have gaps
	}
	if r.known != nil {
		r.out.Known = r.known.Size
		if r.known.Size > r.out.Size {
			r.out.Lost = r.known.Size - r.out.Size
		}
	}
	return err
}

// content brings the files that the restored part of the log names.
func (r *restore) content(ctx context.Context) error {
	var hashes []string
	for sum := range r.read.files {
		hashes = append(hashes, hex.EncodeToString(sum[:]))
	}
	slices.Sort(hashes)
	r.Tell(fmt.Sprintf("đưa về %d tệp", len(hashes)), fmt.Sprintf("bringing %d files back", len(hashes)))
	err := each(ctx, hashes, func(_ int, hash string) error {
		place := filepath.Join(hash[:2], hash)
		sum, _, err := copyOne(filepath.Join(r.source(backupFiles), place), r.cfg.path("files", "sha256", place))
		switch {
		case errors.Is(err, fs.ErrNotExist) && slices.Contains(r.from.Missing, hash):
			return nil
		case err == nil && sum != hash:
			err = ErrBackupChanged.New("file", backupFiles+"/"+filepath.ToSlash(place))
		}
		return err
	})
	for _, hash := range hashes {
		if slices.Contains(r.from.Missing, hash) {
			r.out.Missing = append(r.out.Missing, hash)
		}
	}
	r.out.Files = len(hashes) - len(r.out.Missing)
	return err
}
