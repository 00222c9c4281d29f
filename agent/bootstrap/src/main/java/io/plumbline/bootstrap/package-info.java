/**
 * What the host can see of Plumbline: the loader that hides the rest, the gate at start, and the
 * one class that woven code refers to. The JDK alone, at the level of Java 8.
 */
package io.plumbline.bootstrap;
