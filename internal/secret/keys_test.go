package secret

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func made(t testing.TB) (string, *Keys) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "keys")
	if err := CreateKeys(dir); err != nil {
		t.Fatal(err)
	}
	return dir, opened(t, dir)
}

func opened(t testing.TB, dir string) *Keys {
	t.Helper()
	keys, err := LoadKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestKeysAreMadeOnceAndPrivate(t *testing.T) {
	dir, v := made(t)
	sealed := v.Seal("password", "acc-1", []byte("bí mật"))
	if err := CreateKeys(dir); err != nil {
		t.Fatal(err)
	}
	if plain, err := opened(t, dir).Unseal("password", "acc-1", sealed); err != nil || string(plain) != "bí mật" {
		t.Errorf("after a second init: %q, %v", plain, err)
	}
	for name, want := range map[string]os.FileMode{".": 0o700, sessionFile: 0o600, sealingFile: 0o600} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBadKeysAreRefused(t *testing.T) {
	tests := []struct {
		name   string
		damage func(path string) error
		want   error
	}{
		{"missing", os.Remove, ErrNoKeys},
		{"readable by the world", func(p string) error { return os.Chmod(p, 0o604) }, ErrKeysExposed},
		{"readable by the group", func(p string) error { return os.Chmod(p, 0o640) }, ErrKeysExposed},
		{"short", func(p string) error { return os.WriteFile(p, []byte("abcd\n"), 0o600) }, ErrKeyForm},
		{"not hexadecimal", func(p string) error { return os.WriteFile(p, make([]byte, 65), 0o600) }, ErrKeyForm},
		{"huge", func(p string) error { return os.WriteFile(p, make([]byte, 4096), 0o600) }, ErrKeyForm},
	}
	for _, name := range []string{sessionFile, sealingFile} {
		for _, tt := range tests {
			t.Run(name+" "+tt.name, func(t *testing.T) {
				dir, _ := made(t)
				if err := tt.damage(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
				if _, err := LoadKeys(dir); !errors.Is(err, tt.want) {
					t.Errorf("got %v, want %v", err, tt.want)
				}
			})
		}
	}
}
