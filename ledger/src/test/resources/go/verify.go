// Verifies an exported ledger with Go's own transparency log packages, which share nothing with Redoubt.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var dir = os.Args[1]

// C2SP's paths have no height.
func path(t tlog.Tile) string {
	return filepath.Join(dir, strings.Replace(t.Path(), "tile/8/", "tile/", 1))
}

type tiles struct{}

func (tiles) Height() int { return 8 }

func (tiles) ReadTiles(want []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range want {
		data, err := os.ReadFile(path(t))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	key, err := os.ReadFile(filepath.Join(dir, "vkey"))
	must(err)
	verifier, err := note.NewVerifier(strings.TrimSpace(string(key)))
	must(err)
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	must(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	tree := tlog.Tree{N: size, Hash: root}
	// It authenticates every tile against the root.
	hashes := tlog.TileHashReader(tree, tiles{})

	count := int64(0)
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		name := path(tlog.Tile{H: 8, L: 0, N: n, W: int(width)})
		bundle, err := os.ReadFile(strings.Replace(name, filepath.Join(dir, "tile/0"), filepath.Join(dir, "tile/entries"), 1))
		must(err)
		for len(bundle) > 0 {
			length := int(bundle[0])<<8 | int(bundle[1])
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, count)})
			must(err)
			if stored[0] != tlog.RecordHash(entry) {
				log.Fatalf("entry %d is not the one of the tree", count)
			}
			count++
		}
	}
	if count != size {
		log.Fatalf("%d entries instead of %d", count, size)
	}
	for _, n := range []int64{0, size / 3, size - 1} {
		proof, err := tlog.ProveRecord(size, n, hashes)
		must(err)
		stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		must(err)
		must(tlog.CheckRecord(proof, size, root, n, stored[0]))
	}
	fmt.Printf("ok %s %d\n", lines[0], size)
}
