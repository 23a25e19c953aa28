package node

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"minhbach/eventstore"
	"minhbach/projections"
)

// archiveStates is state.json of an archive: what every read model holds when it is
// made of exactly the archive's events, without any key. So sealed fields count as
// sealed, and whoever imports the archive can compare without the vault.
type archiveStates struct {
	Position uint64              `json:"position"`
	Leaves   uint64              `json:"leaves"`
	Models   []archiveModelState `json:"models"`
}

type archiveModelState struct {
	Name    string `json:"name"`
	Version int    `json:"version"` // of the read model's shape: other versions have other hashes
	Sealed  bool   `json:"sealed"`  // it shows sealed data: with the vault its hash is another
	Hash    string `json:"hash"`
}

func (x *exporting) states(ctx context.Context) ([]byte, error) {
	models, err := sealedStates(ctx, x.node.cfg.Data, x.log)
	if err != nil {
		return nil, err
	}
	raw, err := json.MarshalIndent(archiveStates{Position: uint64(x.log.end), Leaves: x.head.Size, Models: models}, "", "  ")
	return append(raw, '\n'), err
}

// building lets one process build states at a time, so that what is found in their
// place was left by one that was killed.
var building sync.Mutex

// sealedStates builds every read model in a folder of its own, without the vault, and
// forgets them again. Nothing personal is opened, and so none can be left on the disk.
func sealedStates(ctx context.Context, dir string, log eventstore.Log) (_ []archiveModelState, err error) {
	codec, err := Codec()
	if err != nil {
		return nil, err
	}
	building.Lock()
	defer building.Unlock()
	temp := filepath.Join(dir, "states.part")
	if err := os.RemoveAll(temp); err != nil {
		return nil, err
	}
	if err := os.Mkdir(temp, 0o700); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	models, err := OpenModels(ctx, temp, log, codec, projections.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, models.Close()) }()
	if err := models.ToEnd(ctx); err != nil {
		return nil, err
	}
	seals := codec.Seals()
	var out []archiveModelState
	for _, def := range Definitions() {
		runner, err := models.Runner(def.Name)
		if err != nil {
			return nil, err
		}
		hash, err := runner.StateHash(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, archiveModelState{Name: def.Name, Version: def.Version, Sealed: shows(def, seals), Hash: hash})
	}
	return out, nil
}
