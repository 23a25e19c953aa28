package vault

import (
	"context"
	"crypto/cipher"
	"database/sql"
	"errors"
	"sync"
	"time"

	"minhbach/eventstore"
)

var (
	// ErrNoMaster: the master key is missing. Nothing is sealed or opened; keys can
	// still be destroyed. Put the key file back where it was.
	ErrNoMaster = errors.New("vault: the master key is missing; put the key file of this installation back")
	// ErrOtherMaster: the master key is another one than that which wraps.
	ErrOtherMaster = errors.New("vault: the master key belongs to another vault; put the key file of this installation back")
	// ErrForeign: the file is no vault of this program.
	ErrForeign = errors.New("vault: not a vault that this program can open")
	// ErrDamaged: a key or the file does not hold together; restore a backup.
	ErrDamaged = errors.New("vault: damaged; restore a backup of the vault")
	// ErrRemains: the key is destroyed, but another process keeps the journal of the
	// file open, which may still hold it. Destroy again.
	ErrRemains = errors.New("vault: another process reads the vault, so the journal is not emptied yet; destroy again")
	// ErrSubject: no id that a key could be kept under.
	ErrSubject = errors.New("vault: a subject is an id of 1 to 200 bytes")
)

// Options of a vault.
type Options struct {
	Master []byte           // 32 bytes; nil: open without, see ErrNoMaster
	Now    func() time.Time // default time.Now
	// CacheAge bounds how long an opened key is used without looking whether another
	// process destroyed it; default 2 s.
	CacheAge time.Duration
	Wait     time.Duration // for other processes that use the file; default 5 s
}

// Vault is safe for concurrent use.
type Vault struct {
	opts   Options
	locked error // why nothing can be sealed or opened; nil as a rule
	master cipher.AEAD
	pseudo []byte

	work sync.Mutex // held while the file is used
	db   *sql.DB    // one connection; nil when there is no vault at all

	mu    sync.RWMutex // guards cache
	cache map[string]opened

	queue sync.Mutex // guards next
	next  *batch
}

var _ eventstore.Sealer = (*Vault)(nil)

// State of a subject's key.
type State int8

const (
	None      State = iota // nothing was ever sealed for the subject
	Live                   // there is a key
	Destroyed              // there was one, or it was destroyed in advance
)

func (s State) String() string { return [...]string{"none", "live", "destroyed"}[s] }

// Subject is a row of the vault, without its key.
type Subject struct {
	ID        string
	State     State
	Created   time.Time // zero when destroyed before anything was sealed
	Destroyed time.Time
}

// Closed is a vault that could not be opened: what is sealed stays sealed, and
// nothing new is sealed.
func Closed(reason error) *Vault {
	if reason == nil {
		reason = ErrNoMaster
	}
	v := &Vault{locked: reason, cache: map[string]opened{}}
	v.opts.setDefaults()
	return v
}

// Locked tells why nothing can be sealed or opened, or nil.
func (v *Vault) Locked() error { return v.locked }

// State tells what became of a subject's key.
func (v *Vault) State(ctx context.Context, subject string) (State, error) {
	v.work.Lock()
	defer v.work.Unlock()
	if v.db == nil {
		return None, v.absent()
	}
	r, err := v.row(ctx, subject)
	return r.state(), err
}

// Subjects lists everybody for whom there is or was a key, by id.
func (v *Vault) Subjects(ctx context.Context) ([]Subject, error) {
	v.work.Lock()
	defer v.work.Unlock()
	if v.db == nil {
		return nil, v.absent()
	}
	rows, err := v.db.QueryContext(ctx, `SELECT id, created, destroyed FROM subject ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []Subject{}
	for rows.Next() {
		s := Subject{State: Live}
		var created, destroyed sql.NullInt64
		if err := rows.Scan(&s.ID, &created, &destroyed); err != nil {
			return nil, err
		}
		if created.Valid {
			s.Created = time.UnixMicro(created.Int64).UTC()
		}
		if destroyed.Valid {
			s.State, s.Destroyed = Destroyed, time.UnixMicro(destroyed.Int64).UTC()
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Close ends the use of the file.
func (v *Vault) Close() error {
	v.work.Lock()
	defer v.work.Unlock()
	v.forgetAll()
	if v.db == nil {
		return nil
	}
	err := v.db.Close()
	v.db = nil
	return err
}

// absent tells why there is no file.
func (v *Vault) absent() error {
	if v.locked != nil {
		return v.locked
	}
	return eventstore.ErrClosed
}

func (o *Options) setDefaults() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.CacheAge <= 0 {
		o.CacheAge = 2 * time.Second
	}
	if o.Wait <= 0 {
		o.Wait = 5 * time.Second
	}
}
