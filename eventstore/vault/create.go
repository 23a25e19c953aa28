package vault

import "context"

// batch is keys that are made in one transaction.
type batch struct {
	subjects []string
	done     chan struct{}
	err      error
}

// create makes a subject's key and returns when it is on disk. Whoever asks while
// the file is in use joins a batch, so many at once cost one commit.
func (v *Vault) create(subject string) error {
	if subject == "" || len(subject) > maxSubject {
		return ErrSubject
	}
	v.queue.Lock()
	b := v.next
	if b != nil {
		b.subjects = append(b.subjects, subject)
		v.queue.Unlock()
		<-b.done
		return b.err
	}
	b = &batch{subjects: []string{subject}, done: make(chan struct{})}
	v.next = b
	v.queue.Unlock()

	v.work.Lock()
	v.queue.Lock()
	v.next = nil // nobody joins any more
	v.queue.Unlock()
	b.err = v.insert(context.Background(), b.subjects)
	v.work.Unlock()
	close(b.done)
	return b.err
}

const maxSubject = 200

// Prepare makes the keys of many subjects in one transaction, for imports. Those
// that have one, or had one, are left as they are.
func (v *Vault) Prepare(ctx context.Context, subjects ...string) error {
	for _, s := range subjects {
		if s == "" || len(s) > maxSubject {
			return ErrSubject
		}
	}
	v.work.Lock()
	defer v.work.Unlock()
	return v.insert(ctx, subjects)
}

// insert makes the keys that are not there; the caller holds work.
func (v *Vault) insert(ctx context.Context, subjects []string) error {
	if v.locked != nil || v.db == nil {
		return v.absent()
	}
	tx, err := v.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	add, err := tx.PrepareContext(ctx, `INSERT INTO subject (id, key_id, wrapped, created) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`)
	if err != nil {
		return err
	}
	defer add.Close()
	now := v.opts.Now().UnixMicro()
	for _, s := range subjects {
		id, wrapped := newKey(v.master, s)
		if _, err := add.ExecContext(ctx, s, id, wrapped, now); err != nil {
			return err
		}
	}
	return tx.Commit()
}
