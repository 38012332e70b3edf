# A thin face for CMake and Ninja: `make help` lists the targets. Everything is built in build/.
.DEFAULT_GOAL := build
.PHONY: build run test soak torture reject bench debug-pc install clean help setup

setup:
	@tools/setup

build/build.ninja: CMakePresets.json
	@cmake --preset default

build: setup build/build.ninja
	@cmake --build --preset default

run: build
	@cmake --build --preset default --target run

test: build
	@python3 tests/ctest.py build -j 2

soak: build
	@cmake --build --preset default --target soak

torture: build
	@cmake --build --preset default --target torture

reject: build
	@python3 tests/reject/run.py --build build

bench: build
	@cmake --build --preset default --target bench

GDB_PORT ?= 1234
debug-pc: build
	@echo "in another terminal: gdb build/kernel/platform/pc/kernel-debug.elf -ex 'target remote :$(GDB_PORT)'"
	@echo "then for example:    hbreak kernel_main, continue, backtrace (hbreak until GRUB has loaded the kernel)"
	@build/bin/vouch boot --gdb $(GDB_PORT) build/tour.iso

PREFIX ?= /usr/local
install: build
	@cmake --install build --prefix $(PREFIX)

clean:
	@rm -rf build

help:
	@echo "make         build everything into build/ (installs missing Debian packages first)"
	@echo "make run     build a bootable image of several programs, one of them hostile, and boot it in QEMU"
	@echo "make test    build and run every test"
	@echo "make soak    fuzz the verifier for half an hour; run what it still accepts under the state oracle"
	@echo "make torture GCC's execute torture tests (apt-get install gcc-12-source): passed, refused and why, failed"
	@echo "make reject  the rejection suite as a table: attack, rule, place, verdict, accepted twin"
	@echo "make bench   measure run time against plain clang and the verifier's speed; numbers in build/bench.json"
	@echo "make debug-pc boot that image stopped, for gdb to connect to, with the kernel's symbols (GDB_PORT=1234)"
	@echo "make install build, then install vcc, vouch and what they need into PREFIX=/usr/local (DESTDIR= is honoured)"
	@echo "make clean   remove build/"
