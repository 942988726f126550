/**
 * What is open and what is asked of it, as the whole window knows it: project, plan and history, latest answers
 * ({@link dev.vernier.app.project.WorkbenchModel}), and the one place where gestures become plans and plans become answers
 * ({@link dev.vernier.app.project.WorkbenchController}).
 */
package dev.vernier.app.project;
