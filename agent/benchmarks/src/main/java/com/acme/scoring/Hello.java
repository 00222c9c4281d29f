package com.acme.scoring;

import java.io.IOException;

/** Says hello, and stays until its standard input ends, to be looked at. */
final class Hello {
  private Hello() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println("Hello, world");
    int ignored = System.in.read();
  }
}
