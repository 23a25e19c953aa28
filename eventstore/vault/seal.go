package vault

import (
	"bytes"
	"context"
	"crypto/cipher"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"minhbach/eventstore"
)

// Seal implements eventstore.Sealer.
func (v *Vault) Seal(subject, event, field string, plain []byte) ([]byte, error) {
	k, err := v.key(subject)
	if errors.Is(err, eventstore.ErrNoKey) && v.locked == nil {
		if err = v.create(subject); err == nil {
			k, err = v.key(subject)
		}
	}
	if errors.Is(err, eventstore.ErrNoKey) && v.locked != nil {
		err = fmt.Errorf("%w: %w", eventstore.ErrNoKey, v.locked)
	}
	if err != nil {
		return nil, err
	}
	sealed := append([]byte{format}, k.id...)
	return k.aead.Seal(sealed, nil, plain, forValue(subject, event, field)), nil
}

// Open implements eventstore.Sealer. A value under another key than the one kept
// here, as after the loss of a vault, is eventstore.ErrNoKey.
func (v *Vault) Open(subject, event, field string, sealed []byte) ([]byte, error) {
	if len(sealed) < 1+keyIDSize || sealed[0] != format {
		return nil, eventstore.ErrBroken
	}
	k, err := v.key(subject)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(k.id, sealed[1:1+keyIDSize]) {
		return nil, eventstore.ErrNoKey
	}
	plain, err := k.aead.Open(nil, nil, sealed[1+keyIDSize:], forValue(subject, event, field))
	if err != nil {
		return nil, eventstore.ErrBroken
	}
	return plain, nil
}

// opened is a subject's key in memory.
type opened struct {
	id   []byte
	aead cipher.AEAD
	at   time.Time // when the file said so
}

// maxCached bounds the memory for opened keys.
const maxCached = 10_000

// key is a subject's key, or ErrErased or ErrNoKey.
func (v *Vault) key(subject string) (opened, error) {
	v.mu.RLock()
	k, ok := v.cache[subject]
	v.mu.RUnlock()
	if age := v.opts.Now().Sub(k.at); ok && age >= 0 && age < v.opts.CacheAge {
		return k, nil
	}
	// What the file says and what the cache keeps change together, or a key could
	// outlive its destruction in the cache.
	v.work.Lock()
	defer v.work.Unlock()
	return v.load(context.Background(), subject)
}

// load reads a key into the cache; the caller holds work.
func (v *Vault) load(ctx context.Context, subject string) (opened, error) {
	if v.db == nil {
		if v.locked == nil {
			return opened{}, eventstore.ErrClosed
		}
		return opened{}, eventstore.ErrNoKey
	}
	r, err := v.row(ctx, subject)
	if err != nil {
		return opened{}, err
	}
	switch {
	case r.state() == Destroyed:
		v.forget(subject)
		return opened{}, eventstore.ErrErased
	case r.state() == None || v.locked != nil:
		return opened{}, eventstore.ErrNoKey
	}
	key, err := unwrap(v.master, subject, r.wrapped)
	if err != nil {
		return opened{}, err
	}
	k := opened{id: r.keyID, at: v.opts.Now()}
	if k.aead, err = newAEAD(key); err != nil {
		return opened{}, err
	}
	v.mu.Lock()
	for some := range v.cache {
		if len(v.cache) < maxCached {
			break
		}
		delete(v.cache, some)
	}
	v.cache[subject] = k
	v.mu.Unlock()
	return k, nil
}

func (v *Vault) forget(subject string) {
	v.mu.Lock()
	delete(v.cache, subject)
	v.mu.Unlock()
}

func (v *Vault) forgetAll() {
	v.mu.Lock()
	clear(v.cache)
	v.mu.Unlock()
}

// row is what the file has of a subject.
type row struct {
	found          bool
	keyID, wrapped []byte
}

func (r row) state() State {
	switch {
	case !r.found:
		return None
	case r.wrapped == nil:
		return Destroyed
	}
	return Live
}

// row reads a subject; the caller holds work.
func (v *Vault) row(ctx context.Context, subject string) (row, error) {
	r := row{found: true}
	err := v.db.QueryRowContext(ctx, `SELECT key_id, wrapped FROM subject WHERE id = ?`, subject).Scan(&r.keyID, &r.wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return row{}, nil
	}
	return r, err
}
