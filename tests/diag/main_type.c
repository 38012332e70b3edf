void main(void) {               // error: 'main' must return 'int'
}
