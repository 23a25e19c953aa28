package archive

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// tags checks the declaration, the tag manifest and bag-info.txt.
func (v *verification) tags() error {
	raw, err := v.read(bagitPath)
	if err != nil {
		return err
	}
	if string(raw) != declaration {
		return &Wrong{bagitPath, "it does not declare BagIt 1.0 in UTF-8"}
	}
	listed, err := readManifest(v.bag, tagManifestPath)
	if err != nil {
		return err
	}
	tags := map[string]bool{}
	for _, e := range listed {
		raw, err := v.read(e.path)
		if err != nil {
			return err
		}
		if sha256.Sum256(raw) != e.sum {
			return &Wrong{e.path, "it is not the file that " + tagManifestPath + " lists"}
		}
		tags[e.path] = true
	}
	for _, path := range []string{bagitPath, infoPath, manifestPath} {
		if !tags[path] {
			return &Wrong{tagManifestPath, path + " is not listed"}
		}
	}
	if v.info, err = v.bag.ReadInfo(); err != nil {
		return missing(infoPath, err)
	}
	top, err := fs.ReadDir(v.bag, ".")
	if err != nil {
		return err
	}
	for _, d := range top {
		if name := d.Name(); name != tagManifestPath && !tags[name] && name+"/" != payload {
			return &Wrong{name, "it is in the bag and listed nowhere"}
		}
	}
	return nil
}

// payload compares every file with the manifest, and the manifest with what is there.
func (v *verification) payload() error {
	listed, err := readManifest(v.bag, manifestPath)
	if err != nil {
		return err
	}
	v.sums = make(map[string][32]byte, len(listed))
	for i, e := range listed {
		size, sum, err := v.sum(e.path)
		if err != nil {
			return err
		}
		if sum != e.sum {
			return &Wrong{e.path, "its bytes were changed: the SHA-256 is " + hex.EncodeToString(sum[:]) + ", listed is " + hex.EncodeToString(e.sum[:])}
		}
		v.sums[e.path] = e.sum
		v.bytes += size
		if i%500 == 0 {
			v.tell("files", uint64(i), uint64(len(listed)))
		}
	}
	err = fs.WalkDir(v.bag, strings.TrimSuffix(payload, "/"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if _, ok := v.sums[path]; !ok && !d.IsDir() {
			return &Wrong{path, "it is in the bag and listed nowhere"}
		}
		return v.ctx.Err()
	})
	if err != nil {
		return err
	}
	if oxum := fmt.Sprintf("%d.%d", v.bytes, len(listed)); v.info.Oxum != oxum {
		return &Wrong{infoPath, fmt.Sprintf("%s is %q, the payload has %s", labelOxum, v.info.Oxum, oxum)}
	}
	return nil
}

func (v *verification) sum(path string) (size int64, sum [32]byte, err error) {
	if err := v.regular(path); err != nil {
		return 0, sum, err
	}
	f, err := v.bag.Open(path)
	if err != nil {
		return 0, sum, missing(path, err)
	}
	defer f.Close()
	h := sha256.New()
	if size, err = v.copyOut(h, f); err != nil {
		if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, ErrUnsafe) {
			return 0, sum, &Wrong{path, err.Error()}
		}
		return 0, sum, err
	}
	return size, [32]byte(h.Sum(nil)), nil
}

// regular refuses links: what they lead to is not in the bag.
func (v *verification) regular(path string) error {
	info, err := fs.Lstat(v.bag, path)
	if err != nil {
		return missing(path, err)
	}
	if !info.Mode().IsRegular() {
		return &Wrong{path, "it is a link or a device, and not a file"}
	}
	return nil
}

// names checks that whatever is named by its hash has that hash, and that what events
// name is there or is said to be absent.
func (v *verification) names() error {
	v.absent = map[string]bool{}
	if _, ok := v.sums[AbsentPath]; ok {
		raw, err := v.read(AbsentPath)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(raw)) {
			v.absent[strings.TrimSpace(line)] = true
		}
	}
	for path, sum := range v.sums {
		if name, ok := namedHash(path); ok {
			if hexed := hex.EncodeToString(sum[:]); hexed != name || path != FilePath(hexed) && path != ContentPath(hexed) {
				return &Wrong{path, "its SHA-256 is " + hexed + " and not its name"}
			}
			v.files++
		}
	}
	if v.info.Scope != Full {
		return nil
	}
	for _, hash := range slices.Sorted(maps.Keys(v.named)) {
		if _, there := v.sums[FilePath(hash)]; !there && !v.absent[hash] {
			return &Wrong{FilePath(hash), "an event names it, and it is neither there nor listed in " + AbsentPath}
		}
	}
	return nil
}
