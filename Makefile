# A thin face for CMake and Ninja: `make help` lists the targets. Everything is built in build/.
.DEFAULT_GOAL := build
.PHONY: build run test reject clean help setup

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

reject: build
	@python3 tests/reject/run.py --build build

clean:
	@rm -rf build

help:
	@echo "make         build everything into build/ (installs missing Debian packages first)"
	@echo "make run     build a bootable image of several programs, one of them hostile, and boot it in QEMU"
	@echo "make test    build and run every test"
	@echo "make reject  the rejection suite as a table: attack, rule, place, verdict, accepted twin"
	@echo "make clean   remove build/"
