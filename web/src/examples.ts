/** The graphs of the repository's examples folder, with what each is there to show. */
export interface Example {
  file: string;
  title: string;
  recipe: string;
  shows: string;
  clean: boolean;
}

export const EXAMPLES: readonly Example[] = [
  {
    file: "vit_block_16a8w_mistakes.json",
    title: "ViT-B/16, seven mistakes",
    recipe: "16a8w",
    shows: "zero points, scales and types that no row takes",
    clean: false,
  },
  {
    file: "vit_block_16a8w.json",
    title: "ViT-B/16 block",
    recipe: "16a8w",
    shows: "patch embedding and one encoder block",
    clean: true,
  },
  {
    file: "mobilenet_v2_8a8w_mistakes.json",
    title: "MobileNetV2, five mistakes",
    recipe: "8a8w",
    shows: "per-channel axes, sharing, a bias observed for itself",
    clean: false,
  },
  {
    file: "mobilenet_v2_8a8w.json",
    title: "MobileNetV2",
    recipe: "8a8w",
    shows: "a whole classifier, 224 × 224",
    clean: true,
  },
  {
    file: "llama_layer_16a4w_block_mistakes.json",
    title: "Llama 3.2 layer, five mistakes",
    recipe: "16a4w, block-wise",
    shows: "sharing in a circle, block sizes, fixed parameters",
    clean: false,
  },
  {
    file: "llama_layer_16a4w_block.json",
    title: "Llama 3.2 layer",
    recipe: "16a4w, block-wise",
    shows: "one decoder layer of the 1B model",
    clean: true,
  },
  {
    file: "matmul_16a16w.json",
    title: "One matmul",
    recipe: "16a16w",
    shows: "fits from V73 on: try SM8450, then SM8550",
    clean: true,
  },
  {
    file: "conv_relu_net_mistakes.json",
    title: "QNN net JSON, two mistakes",
    recipe: "8a8w, solved",
    shows: "the vendor converter's own file",
    clean: false,
  },
  {
    file: "conv_relu_net.json",
    title: "QNN net JSON",
    recipe: "8a8w, solved",
    shows: "the vendor converter's own file",
    clean: true,
  },
];

export const FIRST_EXAMPLE = EXAMPLES[0] as Example;

export function exampleNamed(file: string): Example | undefined {
  return EXAMPLES.find((example) => example.file === file);
}
