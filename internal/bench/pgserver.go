package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// postgresBin is the directory of initdb and postgres, the newest where there are several.
func postgresBin() string {
	both := func(dir string) bool {
		for _, name := range []string{"initdb", "postgres"} {
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() {
				return false
			}
		}
		return true
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(release(b), release(a)) })
	for _, dir := range append(found, filepath.SplitList(os.Getenv("PATH"))...) {
		if both(dir) {
			return dir
		}
	}
	return ""
}

// release is the number in /usr/lib/postgresql/15/bin.
func release(dir string) float64 {
	n, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(dir)), 64)
	return n
}

// ownPostgres makes a cluster in a temporary directory and serves it.
func ownPostgres(ctx context.Context, bin, client, base string) (_ *postgres, err error) {
	p := &postgres{}
	if p.dir, err = os.MkdirTemp(base, "minhbach-pg-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.close())
		}
	}()
	give, err := otherUser(p.dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(p.dir, "data")
	made := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale=C", "--no-sync")
	made.Dir = p.dir
	give(made)
	if out, err := made.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	args := []string{"-D", data, "-k", p.dir}
	for _, s := range pgSettings {
		args = append(args, "-c", s)
	}
	p.server = exec.Command(filepath.Join(bin, "postgres"), args...)
	p.server.Dir = p.dir
	give(p.server)
	log, err := os.Create(filepath.Join(p.dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p.server.Stderr = log
	if err := p.server.Start(); err != nil {
		p.server = nil
		return nil, err
	}
	for begun := time.Now(); ; {
		p.psql, err = openPsql(ctx, client, "-h", p.dir, "-U", "bench", "-d", "postgres")
		if err == nil {
			return p, nil
		}
		if time.Since(begun) > 30*time.Second || ctx.Err() != nil {
			said, _ := os.ReadFile(log.Name())
			return nil, fmt.Errorf("%w; the server said: %.2000s", err, said)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
